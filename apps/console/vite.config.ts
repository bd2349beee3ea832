import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vite';

import { compileMessages } from './compile-messages.ts';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [compileMessages()],
  build: {
    target: 'es2023',
    // A font or picture inside a style sheet would need a looser security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
