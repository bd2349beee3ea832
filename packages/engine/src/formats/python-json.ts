/**
 * JSON as Python's `json.dumps` writes it (", " and ": ", numbers in Python's way), which is what Mistral's models were
 * trained on. Members keep their order: JavaScript's objects would put those first whose names are numbers.
 */
export function pythonJson(value: unknown): string {
  return respaced(JSON.stringify(value) ?? 'null');
}

/** The same for a text that is JSON already; `undefined` for one that is not. */
export function pythonJsonText(text: string): string | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  return respaced(text);
}

const tokens = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[{}[\],:]|true|false|null/g;

function respaced(json: string): string {
  const written: string[] = [];
  for (const [token] of json.matchAll(tokens)) {
    if (token === ',' || token === ':') written.push(`${token} `);
    else if (token.startsWith('"')) written.push(JSON.stringify(JSON.parse(token)));
    else written.push(/^-?\d/.test(token) ? pythonNumber(token) : token);
  }
  return written.join('');
}

/** Whole numbers of any length as they are; others as Python shows a float. */
function pythonNumber(source: string): string {
  if (/^-?\d+$/.test(source)) return String(BigInt(source));
  const number = Number(source);
  const sign = source.startsWith('-') ? '-' : '';
  return Number.isFinite(number) ? sign + pythonFloat(Math.abs(number)) : `${sign}Infinity`;
}

function pythonFloat(number: number): string {
  const [digits = '0', power = '0'] = number.toExponential().split('e');
  const exponent = Number(power);
  if (number !== 0 && (exponent < -4 || exponent >= 16))
    return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  const plain = exponent < 0 ? number.toFixed(digits.replace('.', '').length - 1 - exponent) : String(number);
  return plain.includes('.') ? plain : `${plain}.0`;
}
