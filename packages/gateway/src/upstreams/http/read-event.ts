import type { TokenUsage } from '@riad/contracts';

import { asRecord, readUsage } from './read-usage.ts';

/** What an event means for the stream it belongs to. */
export interface EventFacts {
  /** `[DONE]`. */
  readonly done: boolean;
  /** It has a choice, and so something of the answer. */
  readonly choice: boolean;
  /** Choices that it ends. */
  readonly finished: number;
  readonly usage: TokenUsage | undefined;
  /** It carries use and nothing else. */
  readonly usageOnly: boolean;
  /** The server says that it failed. */
  readonly failed: boolean;
  /** No data: a comment, an empty event. */
  readonly empty: boolean;
}

const nothing: EventFacts = {
  done: false,
  choice: false,
  finished: 0,
  usage: undefined,
  usageOnly: false,
  failed: false,
  empty: true,
};
const ordinary: EventFacts = { ...nothing, choice: true, empty: false };
const doneEvent: EventFacts = { ...nothing, done: true, empty: false };

/** Members whose value decides something. Within generated text they are escaped, so that a plain search is not deceived. */
const members = ['"finish_reason"', '"usage"', '"error"'] as const;

/**
 * Reads the events of one run of text, in order. An event that plainly holds a piece of an answer is recognised without
 * being taken out or parsed: the run is searched once for what the others have.
 */
export function createEventReader(run: string): (start: number, end: number) => EventFacts {
  const next = members.map((member) => findValue(run, member, 0));
  return (start, end) => {
    let plain = run.startsWith('data: {', start) && run.startsWith('}\n\n', end - 3);
    for (const [index, member] of members.entries()) {
      let at = next[index] ?? run.length;
      if (at < start) at = findValue(run, member, start);
      next[index] = at;
      if (at < end) plain = false;
    }
    return plain ? ordinary : readWhole(run.slice(start, end));
  };
}

function readWhole(event: string): EventFacts {
  const data = dataOf(event);
  if (data === '') return nothing;
  if (data === '[DONE]') return doneEvent;
  return readParsed(data, /^event: ?error/m.test(event));
}

/** Where the member has a value that is not null; the end of the text when it has none. */
function findValue(text: string, member: string, from: number): number {
  for (let at = text.indexOf(member, from); at !== -1; at = text.indexOf(member, at + 1)) {
    let value = at + member.length;
    while (text[value] === ' ' || text[value] === ':') value++;
    if (text[value] !== 'n') return at;
  }
  return text.length;
}

/** The joined `data` lines. */
function dataOf(event: string): string {
  let data = '';
  for (const line of event.split(/\r?\n/)) {
    if (!line.startsWith('data:')) continue;
    const value = line.startsWith('data: ') ? line.slice(6) : line.slice(5);
    data += data === '' ? value : `\n${value}`;
  }
  return data.trim();
}

function readParsed(data: string, namedError: boolean): EventFacts {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    // Not JSON: nothing that a client could use. The stream cannot be trusted any more.
    return { ...nothing, failed: true, empty: false };
  }
  const chunk = asRecord(value);
  const choices: readonly unknown[] = Array.isArray(chunk['choices']) ? chunk['choices'] : [];
  const finished = choices.filter((choice) => typeof asRecord(choice)['finish_reason'] === 'string').length;
  const usage = readUsage(chunk['usage']);
  const failed = namedError || (chunk['error'] !== undefined && chunk['error'] !== null);
  return {
    done: false,
    choice: choices.length > 0,
    finished,
    usage,
    usageOnly: usage !== undefined && choices.length === 0,
    failed,
    empty: false,
  };
}
