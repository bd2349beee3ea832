import { isMessageKey, say } from './messages/say.ts';
import { formatBytes, note } from './output.ts';

/** A step of long work, as the server reports it. */
export interface ProgressStep {
  /** What is happening, in English words. */
  readonly message: string;
  /** The same as a key of the messages, where there is one. */
  readonly key?: string;
  readonly model?: string;
  readonly receivedBytes?: number;
  readonly totalBytes?: number;
  /** Pages or passages done, and how many there are. */
  readonly receivedItems?: number;
  readonly totalItems?: number;
}

export interface ProgressView {
  show(step: ProgressStep): void;
  finish(): void;
}

const REDRAW_MS = 100;
const QUIET_REPORT_MS = 10_000;
const BAR_WIDTH = 24;

/** One line that is redrawn on a terminal; elsewhere a line per step, and one every ten seconds within a step. */
export function createProgressView(stream: NodeJS.WriteStream = process.stderr): ProgressView {
  return stream.isTTY ? createLiveView(stream) : createLineView();
}

function createLiveView(stream: NodeJS.WriteStream): ProgressView {
  let drawn = false;
  let lastDraw = 0;
  let lastMessage = '';
  const clear = (): void => {
    if (drawn) stream.write('\r\u001B[K');
    drawn = false;
  };
  return {
    show(step) {
      const now = performance.now();
      const message = wordsOf(step);
      if (message === lastMessage && now - lastDraw < REDRAW_MS) return;
      if (message !== lastMessage && drawn) {
        clear();
        stream.write(`  ${lastMessage}\n`);
      }
      lastMessage = message;
      lastDraw = now;
      stream.write(`\r\u001B[K  ${describe(step)}`);
      drawn = true;
    },
    finish: clear,
  };
}

function createLineView(): ProgressView {
  let lastMessage = '';
  let lastReport = 0;
  return {
    show(step) {
      const now = performance.now();
      if (step.message === lastMessage && now - lastReport < QUIET_REPORT_MS) return;
      lastMessage = step.message;
      lastReport = now;
      note(`  ${describe(step)}`);
    },
    finish() {
      lastMessage = '';
    },
  };
}

function wordsOf({ message, key, model = '' }: ProgressStep): string {
  const known = `step.${key}`;
  return isMessageKey(known) ? say(known, { model }) : message;
}

function describe(step: ProgressStep): string {
  const { receivedBytes, totalBytes, receivedItems, totalItems } = step;
  const message = wordsOf(step);
  if (receivedItems !== undefined) return `${message}  ${receivedItems} / ${totalItems ?? '?'}`;
  if (receivedBytes === undefined) return message;
  if (totalBytes === undefined || totalBytes === 0) return `${message}  ${formatBytes(receivedBytes)}`;
  const share = Math.min(1, receivedBytes / totalBytes);
  const filled = Math.round(share * BAR_WIDTH);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
  return `${message}  ${bar} ${Math.floor(share * 100)} %  ${say('step.amount', { received: formatBytes(receivedBytes), total: formatBytes(totalBytes) })}`;
}
