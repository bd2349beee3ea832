import type { EntityType } from '@riad/contracts';

import { foldWord } from '../text/characters.ts';
import { normalise } from '../text/normalise.ts';

/** One form for all spellings of a value, so that one person or account keeps one code. */
export function canonicalValue(type: EntityType, value: string): string {
  const { text } = normalise(value);
  if (type === 'person' || type === 'address')
    return foldWord(text)
      .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  if (type === 'email' || type === 'secret' || type === 'url_credentials') return text.trim().toLowerCase();
  const compact = text.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  return type === 'phone' ? compact.replace(/^(?:00)?212(?:0)?(?=\d{9}$)/, '0') : compact;
}
