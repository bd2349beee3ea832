const DAY_MS = 86_400_000;

/** The UTC day of a time. Written out once a day: this is asked for every request. */
export function createDayReader(): (time: number) => string {
  let number = Number.NaN;
  let day = '';
  return (time) => {
    const current = Math.floor(time / DAY_MS);
    if (current !== number) {
      number = current;
      day = new Date(time).toISOString().slice(0, 10);
    }
    return day;
  };
}
