import { useMemo } from 'react';

import { localeFacts } from './locales.ts';
import { useLanguage } from './messages.tsx';

export interface Formats {
  number(value: number): string;
  /** 0.5 is a half. */
  percent(share: number): string;
  money(value: number, currency: string): string;
  bytes(value: number): string;
  date(iso: string): string;
  /** To the minute. */
  time(iso: string): string;
  /** To the second, where the order matters. */
  exactTime(iso: string): string;
  /** `2026-11-25`, without a time zone's shift. */
  day(iso: string): string;
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Numbers and dates as the reader's country writes them. */
export function useFormats(): Formats {
  const { intl } = localeFacts[useLanguage().locale];
  return useMemo(() => {
    const numbers = new Intl.NumberFormat(intl);
    const percents = new Intl.NumberFormat(intl, { style: 'percent' });
    const dates = new Intl.DateTimeFormat(intl, { dateStyle: 'medium' });
    const times = new Intl.DateTimeFormat(intl, { dateStyle: 'medium', timeStyle: 'short' });
    const exactTimes = new Intl.DateTimeFormat(intl, { dateStyle: 'medium', timeStyle: 'medium' });
    const days = new Intl.DateTimeFormat(intl, { day: 'numeric', month: 'short', timeZone: 'UTC' });
    return {
      number: (value) => numbers.format(value),
      percent: (share) => percents.format(share),
      money: (value, currency) => new Intl.NumberFormat(intl, { style: 'currency', currency }).format(value),
      bytes(value) {
        const power = Math.min(Math.floor(Math.log10(Math.max(value, 1)) / 3), units.length - 1);
        return new Intl.NumberFormat(intl, {
          style: 'unit',
          unit: units[power] ?? 'byte',
          maximumFractionDigits: 1,
        }).format(value / 1000 ** power);
      },
      date: (iso) => dates.format(new Date(iso)),
      time: (iso) => times.format(new Date(iso)),
      exactTime: (iso) => exactTimes.format(new Date(iso)),
      day: (iso) => days.format(new Date(iso)),
    };
  }, [intl]);
}
