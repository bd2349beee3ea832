const fence = /^ {0,3}(`{3,}|~{3,})/;

/**
 * Cuts Markdown at blank lines outside code and lists, so that each piece can be drawn by itself. An unfinished fence is
 * closed: a text that is still being written already looks as it will.
 */
export function splitBlocks(text: string): readonly string[] {
  const blocks: string[] = [];
  let lines: string[] = [];
  let open: string | undefined;
  const flush = (): void => {
    if (lines.some((line) => line.trim() !== '')) blocks.push(lines.join('\n'));
    lines = [];
  };
  for (const line of text.split('\n')) {
    const mark = fence.exec(line)?.[1];
    if (open === undefined && line.trim() === '') {
      lines.push(line);
      continue;
    }
    if (open === undefined && lines.at(-1)?.trim() === '' && !continuesBefore(line)) flush();
    if (mark !== undefined) open = nextFence(open, mark, line);
    lines.push(line);
  }
  if (open !== undefined) lines.push(open);
  flush();
  return blocks;
}

/** Indented text, list items and reference definitions belong to what stands above them. */
function continuesBefore(line: string): boolean {
  return /^(?:\s|[-*+] |\d{1,9}[.)] |\[[^\]]+\]:)/.test(line);
}

function nextFence(open: string | undefined, mark: string, line: string): string | undefined {
  if (open === undefined) return mark;
  const closes = mark.startsWith(open) && line.trim() === mark;
  return closes ? undefined : open;
}
