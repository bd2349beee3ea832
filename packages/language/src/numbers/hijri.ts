/** Julian day of 1 Moharrem 1 in the civil tabular calendar. */
const EPOCH = 1_948_440;
/** Julian day of 1 January 1970. */
const UNIX_EPOCH = 2_440_588;
const MILLISECONDS_PER_DAY = 86_400_000;

/** `YYYY-MM-DD` by the tabular calendar: within a day or two of what was announced after the moon's sighting. */
export function hijriToGregorian({
  year,
  month,
  day,
}: {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}): string {
  const julianDay =
    day + Math.ceil(29.5 * (month - 1)) + (year - 1) * 354 + Math.floor((3 + 11 * year) / 30) + EPOCH - 1;
  return new Date((julianDay - UNIX_EPOCH) * MILLISECONDS_PER_DAY).toISOString().slice(0, 10);
}
