import { InvalidArgumentError } from 'commander';

import { say } from './messages/say.ts';

/** Reads the number of an option; anything else is wrong usage. */
export function integerBetween(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(say('usage.whole_number', { least, most }));
  };
}

export function numberBetween(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= least && value <= most) return value;
    throw new InvalidArgumentError(say('usage.number', { least, most }));
  };
}
