import { PlatformError } from '@riad/contracts';

const unitMs: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_557_600_000,
};

/** `12h`, `30d`, `1y` in milliseconds. Fails with `request.invalid`. */
export function parseDuration(text: string): number {
  const match = /^(?<count>[1-9]\d{0,5})(?<unit>[mhdwy])$/.exec(text);
  const unit = unitMs[match?.groups?.['unit'] ?? ''];
  if (match?.groups === undefined || unit === undefined) {
    throw new PlatformError('request.invalid', `${text} is not a duration`, {
      field: 'expires',
      remedy: 'Write it like 12h, 30d or 1y.',
    });
  }
  return Number(match.groups['count']) * unit;
}
