/** Law 09-08, art. 8: rectification and erasure within ten clear days. The same clock for access and opposition. */
const CLEAR_DAYS = 10;
const DAY_MS = 86_400_000;
const ZONE = 'Africa/Casablanca';

/**
 * The end of the tenth whole day after the day on which a request came in, by the calendar of Casablanca. The day itself
 * does not count; whether a day of rest at the end prolongs the time is left to the organisation.
 */
export function dueAt(receivedAt: Date): Date {
  const start = startOfDay(receivedAt.getTime());
  // Noon is safely inside a day also when clocks change in between.
  return new Date(startOfDay(start + DAY_MS / 2 + (CLEAR_DAYS + 1) * DAY_MS) - 1000);
}

function startOfDay(time: number): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: ZONE,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(time);
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value ?? 0);
  const inDay = (part('hour') * 3600 + part('minute') * 60 + part('second')) * 1000 + (time % 1000);
  return time - inDay;
}
