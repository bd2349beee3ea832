import '../ui/styles.ts';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { LanguageProvider } from '../i18n/messages.tsx';
import { applyTheme, storedTheme } from '../shell/theme.ts';
import { Previews } from './previews.tsx';

applyTheme(storedTheme());
const root = document.querySelector('#root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider>
        <Previews />
      </LanguageProvider>
    </StrictMode>,
  );
}
