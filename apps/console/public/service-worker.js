/*
 * Keeps the static shell of the console, so that it opens without a network and says so. It answers for pages and for files of the
 * shell only: what the interfaces answer is never kept, nor looked at.
 */
const SHELL = 'riad-shell';
const PAGE = '/';
const isFile = (path) => path.startsWith('/assets/') || path === '/icon.svg' || path === '/riad.webmanifest';

self.addEventListener('install', (event) => {
  self.skipWaiting();
  event.waitUntil(fetchPage(new Request(PAGE)));
});

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (isFile(pathname)) event.respondWith(fromShell(request));
  // Whatever a browser opens below these is an answer of a program, not a page of the console.
  else if (request.mode === 'navigate' && !/^\/(?:api|v1|mistral|openai)\//.test(pathname))
    event.respondWith(fetchPage(request));
});

/** The page of now; the one that was kept when there is no network. */
async function fetchPage(request) {
  const shell = await caches.open(SHELL);
  try {
    const page = await fetch(request);
    if (page.ok && page.headers.get('content-type')?.startsWith('text/html') === true)
      await keepPage(shell, page.clone());
    return page;
  } catch (error) {
    const kept = await shell.match(PAGE);
    if (kept === undefined) throw error;
    return kept;
  }
}

/** Another page names other files: those of the one before are forgotten. */
async function keepPage(shell, page) {
  const text = await page.clone().text();
  const kept = await shell.match(PAGE);
  if (kept !== undefined && (await kept.text()) !== text) for (const key of await shell.keys()) await shell.delete(key);
  await shell.put(PAGE, page);
}

/** Names of files change with their content: what is kept is right. */
async function fromShell(request) {
  const shell = await caches.open(SHELL);
  const kept = await shell.match(request);
  if (kept !== undefined) return kept;
  const file = await fetch(request);
  if (file.ok) await shell.put(request, file.clone());
  return file;
}
