import type { FromWorker } from './messages.ts';

/** What each kind of message must carry besides its type. A worker runs native code on files from elsewhere: not trusted. */
const shapes: Readonly<Record<FromWorker['type'], Readonly<Record<string, 'number' | 'string' | 'object'>>>> = {
  alive: {},
  throughput: { throughput: 'object' },
  ready: { facts: 'object' },
  unusable: { error: 'object' },
  event: { id: 'number', event: 'object' },
  error: { id: 'number', error: 'object' },
  embedded: { id: 'number', vectors: 'object', promptTokens: 'number' },
  tokenized: { id: 'number', tokens: 'object', texts: 'object' },
  detokenized: { id: 'number', text: 'string' },
  described: { id: 'number', info: 'object' },
};

/** A message of a worker, or an exception when it has none of the known shapes: the process is then not to be believed. */
export function parseFromWorker(value: unknown): FromWorker {
  if (!isRecord(value)) throw new Error('a worker sent something that is no message');
  const { type } = value;
  if (typeof type !== 'string' || !Object.hasOwn(shapes, type))
    throw new Error('a worker sent a message of an unknown type');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key of `shapes`, checked on the line above
  const shape = shapes[type as FromWorker['type']];
  for (const [field, kind] of Object.entries(shape)) {
    const given = value[field];
    if (typeof given !== kind || given === null) throw new Error(`a worker sent ${type} without ${field}`);
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- type and fields were checked above
  return value as unknown as FromWorker;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
