/** Largest things a caller's schema may ask the native grammar engine to hold. */
export const grammarLimits = {
  depth: 64,
  rules: 2000,
  alternatives: 1000,
  repetitions: 2000,
  /** Characters of one pattern. */
  pattern: 500,
} as const;

export interface OutputGrammar {
  readonly text: string;
  /** Whether every text of the grammar satisfies what was asked. Otherwise only the validator knows. */
  readonly exact: boolean;
}

/** Characters that stand for themselves inside a JSON string. */
export const plainCharacter = String.raw`[^"\\\x00-\x1F\x7F]`;

/**
 * JSON in llama.cpp's grammar notation. Everything derivable is valid JSON that survives a round trip: no lone surrogates,
 * no number that overflows, no date that does not exist (29 February is left out, for a grammar cannot count years).
 */
export const jsonRules = String.raw`
ws ::= "" | " " | "\n" [ ]{0,16}
string ::= "\"" character* "\""
character ::= ${plainCharacter} | "\\" (["\\/bfnrt] | "u" ([0-9a-cA-CefEF] hex{3} | [dD] [0-7] hex{2}))
integer ::= "-"? natural
natural ::= "0" | [1-9] [0-9]{0,14}
number ::= integer fraction
positive-number ::= natural fraction
fraction ::= ("." [0-9]{1,15})? ([eE] [-+]? [0-9]{1,2})?
boolean ::= "true" | "false"
null ::= "null"
value ::= object | array | string | number | boolean | null
object ::= "{" ws (string ws ":" ws value (ws "," ws string ws ":" ws value)*)? ws "}"
array ::= "[" ws (value (ws "," ws value)*)? ws "]"
hex ::= [0-9a-fA-F]
date ::= "\"" date-text "\""
time ::= "\"" time-text "\""
date-time ::= "\"" date-text "T" time-text "\""
date-text ::= [0-9]{4} "-" ("02-" (day28) | ("04" | "06" | "09" | "11") "-" (day28 | "29" | "30") | ("01" | "03" | "05" | "07" | "08" | "10" | "12") "-" (day28 | "29" | "30" | "31"))
day28 ::= "0" [1-9] | "1" [0-9] | "2" [0-8]
time-text ::= ([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9] ":" [0-5] [0-9] ("." [0-9]{1,6})? ("Z" | [-+] ([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9])
uuid ::= "\"" hex{8} "-" hex{4} "-" hex{4} "-" hex{4} "-" hex{12} "\""
email ::= "\"" [a-zA-Z0-9] ([-_.]? [a-zA-Z0-9]){0,40} "@" host-text "." [a-z]{2,12} "\""
hostname ::= "\"" host-text "." [a-z]{2,12} "\""
host-text ::= label ("." label){0,5}
label ::= [a-zA-Z0-9] ("-"? [a-zA-Z0-9]){0,30}
ipv4 ::= "\"" octet "." octet "." octet "." octet "\""
octet ::= "25" [0-5] | "2" [0-4] [0-9] | "1" [0-9] [0-9] | [1-9]? [0-9]
uri ::= "\"http" "s"? "://" host-text "." [a-z]{2,12} ("/" [a-zA-Z0-9_.~-]*)* "\""
`.trim();

/** Formats that have a rule of their own name; others are strings that the validator checks. */
export const grammarFormats: ReadonlySet<string> = new Set([
  'date',
  'time',
  'date-time',
  'uuid',
  'email',
  'hostname',
  'ipv4',
  'uri',
]);

/** A character inside a class of characters. */
export function classOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (/[A-Za-z0-9 ]/.test(character)) return character;
  if (code > 0xffff) return `\\U${code.toString(16).padStart(8, '0')}`;
  return code > 0xff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\x${code.toString(16).padStart(2, '0')}`;
}

/** A terminal that matches exactly `text`. */
export function literal(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`);
  return `"${escaped}"`;
}
