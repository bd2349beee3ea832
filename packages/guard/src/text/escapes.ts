/** A decoded escape and where it ends. */
export interface Escape {
  readonly text: string;
  readonly end: number;
}

const simpleJson = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\n'],
  ['"', '"'],
  ['/', '/'],
  ['\\', '\\'],
]);

const entities = new Map<string, string>(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: ' ',
    ensp: ' ',
    emsp: ' ',
    thinsp: ' ',
    shy: '',
    zwnj: '',
    zwj: '',
    lrm: '',
    rlm: '',
    eacute: 'é',
    egrave: 'è',
    ecirc: 'ê',
    euml: 'ë',
    agrave: 'à',
    acirc: 'â',
    ccedil: 'ç',
    icirc: 'î',
    iuml: 'ï',
    ocirc: 'ô',
    ugrave: 'ù',
    ucirc: 'û',
    uuml: 'ü',
    Eacute: 'É',
    Egrave: 'È',
    Agrave: 'À',
    Ccedil: 'Ç',
    rsquo: "'",
    lsquo: "'",
    ldquo: '"',
    rdquo: '"',
    laquo: '"',
    raquo: '"',
    ndash: '-',
    mdash: '-',
    deg: '°',
    commat: '@',
    period: '.',
    plus: '+',
    sol: '/',
    colon: ':',
    hyphen: '-',
  }),
);

/** The escape at `at` (`\u0041`, `\n`, `&eacute;`, `&#65;`, `%C3%A9`), or nothing when the character stands for itself. */
export function readEscape(source: string, at: number): Escape | undefined {
  const opener = source.charAt(at);
  if (opener === '\\') return readJson(source, at);
  return opener === '&' ? readEntity(source, at) : readPercent(source, at);
}

function readJson(source: string, at: number): Escape | undefined {
  const kind = source.charAt(at + 1);
  if (kind === 'u' || kind === 'x') {
    const hex = source.slice(at + 2, at + (kind === 'u' ? 6 : 4));
    if (!/^(?:[0-9a-fA-F]{4}|[0-9a-fA-F]{2})$/.test(hex) || (kind === 'u' && hex.length !== 4)) return undefined;
    return { text: String.fromCharCode(Number.parseInt(hex, 16)), end: at + 2 + hex.length };
  }
  const text = simpleJson.get(kind);
  return text === undefined ? undefined : { text, end: at + 2 };
}

function readEntity(source: string, at: number): Escape | undefined {
  const semicolon = source.slice(at, at + 12).indexOf(';');
  if (semicolon < 2) return undefined;
  const name = source.slice(at + 1, at + semicolon);
  const end = at + semicolon + 1;
  if (!name.startsWith('#')) {
    const text = entities.get(name);
    return text === undefined ? undefined : { text, end };
  }
  if (!/^#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6})$/.test(name)) return undefined;
  const code = /^#[xX]/.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0x10_ff_ff || code === 0 ? undefined : { text: String.fromCodePoint(code), end };
}

/** One character of percent-encoded UTF-8; bytes that are no UTF-8 stand for themselves. */
function readPercent(source: string, at: number): Escape | undefined {
  const first = percentByte(source, at);
  if (first === undefined || first < 0x20) return undefined;
  const extra = first < 0x80 ? 0 : first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
  for (let index = 1; index <= extra; index += 1)
    if (percentByte(source, at + 3 * index) === undefined) return undefined;
  const end = at + 3 * (extra + 1);
  try {
    return { text: decodeURIComponent(source.slice(at, end)), end };
  } catch {
    // Not UTF-8: the text says what it shows.
    return undefined;
  }
}

function percentByte(source: string, at: number): number | undefined {
  const hex = source.slice(at, at + 3);
  return /^%[0-9a-fA-F]{2}$/.test(hex) ? Number.parseInt(hex.slice(1), 16) : undefined;
}
