import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const PAGE_LIMIT_MS = 60_000;
const MOST_OUTPUT = 4 * 1024 * 1024;

/** The system's tesseract, when it is installed. */
export function findTesseract(path: string): string | undefined {
  return path
    .split(delimiter)
    .map((folder) => join(folder, 'tesseract'))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** Reads a rendered page. `data`: blue, green, red, alpha. */
export function recogniseBitmap(
  tesseract: string,
  page: { readonly data: Uint8Array; readonly width: number; readonly height: number },
): Promise<string> {
  const grey = Buffer.alloc(page.width * page.height);
  for (let at = 0; at < grey.length; at++) {
    const [blue = 0, green = 0, red = 0] = page.data.subarray(at * 4, at * 4 + 3);
    grey[at] = Math.round(0.114 * blue + 0.587 * green + 0.299 * red);
  }
  return recogniseImageFile(tesseract, Buffer.concat([Buffer.from(`P5\n${page.width} ${page.height}\n255\n`), grey]));
}

/** Reads an image file in Arabic and French. Empty when nothing can be read. */
export function recogniseImageFile(tesseract: string, image: Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(tesseract, ['stdin', 'stdout', '-l', 'ara+fra', '--dpi', '200'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { PATH: process.env['PATH'], OMP_THREAD_LIMIT: '1' },
      timeout: PAGE_LIMIT_MS,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MOST_OUTPUT) chunks.push(chunk);
    });
    child.once('error', () => resolve(''));
    child.once('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
    child.stdin.on('error', () => undefined);
    child.stdin.end(image);
  });
}
