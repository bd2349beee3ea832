import '@fontsource/ibm-plex-sans/latin-400.css';
import '@fontsource/ibm-plex-sans/latin-600.css';
import '@fontsource/ibm-plex-sans-arabic/arabic-400.css';
import '@fontsource/ibm-plex-sans-arabic/arabic-600.css';
import '@fontsource/noto-sans-tifinagh/tifinagh-400.css';
import './ui/tokens.css';
import './ui/console.css';
import './ui/sign-in.css';
import './ui/assistant.css';
import './ui/data-control.css';
import './ui/playground.css';

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
