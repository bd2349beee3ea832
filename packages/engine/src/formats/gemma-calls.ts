/** How Gemma's models quote a string; nothing inside is escaped. */
export interface GemmaMarks {
  readonly quote: string;
}

class NoCall extends Error {}

/** `call:name{key:<|"|>text<|"|>,other:3}` as a name and JSON; `undefined` for what is no such call. */
export function readGemmaCall(
  text: string,
  { quote }: GemmaMarks,
): { readonly name: string; readonly arguments: string } | undefined {
  const head = /^\s*call:(?<name>[\w.-]+)\s*(?=\{)/.exec(text);
  const name = head?.groups?.['name'];
  if (head === null || name === undefined) return undefined;
  const reader = new GemmaReader(text.slice(head[0].length).trimEnd(), quote);
  try {
    const value = reader.value();
    return reader.atEnd() ? { name, arguments: value } : undefined;
  } catch (error) {
    if (error instanceof NoCall) return undefined;
    throw error;
  }
}

const MAX_DEPTH = 64;

/** Reads one value and writes it as JSON. */
class GemmaReader {
  readonly #text: string;
  readonly #quote: string;
  #at = 0;
  #depth = 0;

  constructor(text: string, quote: string) {
    this.#text = text;
    this.#quote = quote;
  }

  atEnd(): boolean {
    return this.#at === this.#text.length;
  }

  value(): string {
    if (this.#take(this.#quote)) return JSON.stringify(this.#until(this.#quote));
    if (this.#take('{')) return `{${this.#list('}', () => `${this.#key()}:${this.value()}`)}}`;
    if (this.#take('[')) return `[${this.#list(']', () => this.value())}]`;
    return this.#bare();
  }

  #key(): string {
    if (this.#take(this.#quote)) {
      const key = this.#until(this.#quote);
      if (!this.#take(':')) throw new NoCall();
      return JSON.stringify(key);
    }
    return JSON.stringify(this.#until(':').trim());
  }

  #list(close: string, item: () => string): string {
    if (++this.#depth > MAX_DEPTH) throw new NoCall();
    const items: string[] = [];
    while (!this.#take(close)) {
      if (items.length > 0 && !this.#take(',')) throw new NoCall();
      items.push(item());
    }
    this.#depth--;
    return items.join(',');
  }

  /** A number, true, false; nothing where a template wrote none; any other word is the text that the model forgot to quote. */
  #bare(): string {
    const word = /^[^,}\]]*/.exec(this.#text.slice(this.#at))?.[0] ?? '';
    this.#at += word.length;
    if (this.atEnd()) throw new NoCall();
    const trimmed = word.trim();
    if (trimmed === '' || trimmed === 'None') return 'null';
    return /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)$/.test(trimmed)
      ? trimmed
      : JSON.stringify(trimmed);
  }

  #until(end: string): string {
    const at = this.#text.indexOf(end, this.#at);
    if (at === -1) throw new NoCall();
    const text = this.#text.slice(this.#at, at);
    this.#at = at + end.length;
    return text;
  }

  #take(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }
}
