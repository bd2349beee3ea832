import './ui/styles.ts';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { Console } from './shell/console.tsx';
import { keepShell } from './shell/online.tsx';
import { applyTheme, storedTheme } from './shell/theme.ts';

applyTheme(storedTheme());
keepShell();
const root = document.querySelector('#root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <Console />
    </StrictMode>,
  );
}
