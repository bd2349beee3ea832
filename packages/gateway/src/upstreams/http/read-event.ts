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

/**
 * Reads an event as far as needed: one that plainly holds a piece of text is recognised without parsing it. Member names
 * within generated text are escaped there, so that a plain search for them cannot be deceived.
 */
export function readEvent(event: string): EventFacts {
  const finish = mentionsValue(event, '"finish_reason"');
  const usage = mentionsValue(event, '"usage"');
  const failed = mentionsValue(event, '"error"') || event.startsWith('event: error') || event.startsWith('event:error');
  if (!finish && !usage && !failed && event.startsWith('data: {') && event.includes('"choices"')) return ordinary;
  const data = dataOf(event);
  if (data === '') return nothing;
  if (data === '[DONE]') return doneEvent;
  return readParsed(data, failed && !event.startsWith('data'));
}

/** True when the member is there and not null. */
function mentionsValue(event: string, member: string): boolean {
  for (let at = event.indexOf(member); at !== -1; at = event.indexOf(member, at + 1)) {
    let value = at + member.length;
    while (event[value] === ' ' || event[value] === ':') value++;
    if (event[value] !== 'n') return true;
  }
  return false;
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
  const members = asRecord(value);
  const choices: readonly unknown[] = Array.isArray(members['choices']) ? members['choices'] : [];
  const finished = choices.filter((choice) => typeof asRecord(choice)['finish_reason'] === 'string').length;
  const usage = readUsage(members['usage']);
  const failed = namedError || (members['error'] !== undefined && members['error'] !== null);
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
