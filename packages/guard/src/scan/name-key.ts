/**
 * What is left of a Latin spelling of an Arabic name when writers' habits are taken away: 7amza, Hamzah and Hamza have one
 * key. Undefined when too little is left to tell names from words.
 */
export function nameKey(folded: string): string | undefined {
  if (!/^[a-z0-9']{4,20}$/.test(folded)) return undefined;
  const first = /^[aeiou23]/.test(folded) ? 'a' : '';
  const key = folded
    .replaceAll('kh', '5')
    .replaceAll('ch', 'x')
    .replaceAll('sh', 'x')
    .replaceAll('gh', 'g')
    .replaceAll('ph', 'f')
    .replaceAll('th', 't')
    .replaceAll('dh', 'd')
    .replaceAll('ou', 'w')
    .replaceAll('oo', 'w')
    .replaceAll('7', 'h')
    .replaceAll('9', 'k')
    .replaceAll(/[qc]/g, 'k')
    .replaceAll('4', 'x')
    .replaceAll(/['23aeiouyw]/g, '')
    .replaceAll(/(.)\1+/g, '$1')
    .replace(/(.)h$/, '$1');
  return key.length < 3 ? undefined : first + key;
}
