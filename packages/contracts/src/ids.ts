import type { Brand } from './brand.ts';

export type OrganisationId = Brand<string, 'OrganisationId'>;
export type ProjectId = Brand<string, 'ProjectId'>;
export type KeyId = Brand<string, 'KeyId'>;
export type UserId = Brand<string, 'UserId'>;
export type MessageId = Brand<string, 'MessageId'>;
/** `req_…`, one per HTTP request. */
export type RequestId = Brand<string, 'RequestId'>;
/** `rec_…`, names one leaf of the ledger. */
export type RecordId = Brand<string, 'RecordId'>;
/** `cnv_…`, one per conversation; the values replaced in it are kept under the same id. */
export type ConversationId = Brand<string, 'ConversationId'>;
export type CollectionId = Brand<string, 'CollectionId'>;
export type DocumentId = Brand<string, 'DocumentId'>;
/** `file_…`, a file that a program uploaded and that is in no collection by itself. */
export type FileId = Brand<string, 'FileId'>;
/** `vsfb_…`, documents that were added to a collection together. */
export type FileBatchId = Brand<string, 'FileBatchId'>;
/** The public name of a model, as clients send it in `model`. */
export type ModelName = Brand<string, 'ModelName'>;

interface IdByPrefix {
  readonly org: OrganisationId;
  readonly prj: ProjectId;
  readonly key: KeyId;
  readonly usr: UserId;
  readonly msg: MessageId;
  readonly req: RequestId;
  readonly rec: RecordId;
  readonly cnv: ConversationId;
  readonly col: CollectionId;
  readonly doc: DocumentId;
  readonly file: FileId;
  readonly vsfb: FileBatchId;
}

/** Builds a branded id from its prefix and body: `makeId('key', '7f3a…')` → `key_7f3a…`. */
export function makeId<P extends keyof IdByPrefix>(prefix: P, body: string): IdByPrefix[P] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the only place that brands a new id
  return `${prefix}_${body}` as unknown as IdByPrefix[P];
}

/** Accepts an id read from outside when it has the right prefix, `undefined` otherwise. */
export function parseId<P extends keyof IdByPrefix>(prefix: P, text: string): IdByPrefix[P] | undefined {
  const pattern = new RegExp(`^${prefix}_[A-Za-z0-9_-]{1,64}$`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked on the line above
  return pattern.test(text) ? (text as unknown as IdByPrefix[P]) : undefined;
}

/** Brands a model name that came from the catalogue, the settings or a client. */
export function modelName(text: string): ModelName {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- any non-empty text may name a model
  return text as ModelName;
}
