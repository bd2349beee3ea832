import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { PlatformError } from '@riad/contracts';
import type { StoredFile } from '@riad/store';

export interface ReceivedUpload {
  readonly file: StoredFile;
  readonly name: string;
  readonly mimeType: string | null;
  readonly fields: Readonly<Record<string, string>>;
}

export interface UploadTarget {
  /** Keeps the content as it comes. */
  receive(content: Readable): Promise<StoredFile>;
  discard(file: StoredFile): Promise<void>;
}

const FIELDS = 32;
const FIELD_BYTES = 64 * 1024;
const FIELD_NAME_BYTES = 100;
/** An upload that sends nothing for this long is given up. */
const SILENCE_MS = 60_000;

/** Reads a form with one file in it. The file goes to its place while it arrives; nothing of it is kept in memory. */
export async function receiveUpload(request: IncomingMessage, target: UploadTarget): Promise<ReceivedUpload> {
  const form = openForm(request);
  const fields: Record<string, string> = {};
  const arrival = Promise.withResolvers<Incoming | undefined>();
  const end = Promise.withResolvers<void>();
  // Either may fail while nobody waits for it yet.
  arrival.promise.catch(() => undefined);
  end.promise.catch(() => undefined);
  let content: Readable | undefined;
  const giveUp = (error: PlatformError): void => {
    arrival.reject(error);
    end.reject(error);
    content?.destroy(error);
  };
  form.on('field', (...[name, value, nameCut, valueCut]) => {
    if (nameCut || valueCut) giveUp(tooMuch(`the field ${name.slice(0, 40)} is too long`));
    else fields[name] = value;
  });
  form.on('file', (...[field, stream, name, , mimeType]) => {
    content = stream;
    // Given up before anybody reads it, it has nobody to tell.
    stream.on('error', () => undefined);
    if (field === 'file') arrival.resolve({ stream, name, mimeType });
    else giveUp(new PlatformError('request.invalid', 'the file is expected in the field "file"', { field: 'file' }));
  });
  form.on('fieldsLimit', () => giveUp(tooMuch('the form has too many fields')));
  form.on('filesLimit', () => giveUp(tooMuch('the form has more than one file')));
  form.on('error', (cause: unknown) =>
    giveUp(new PlatformError('request.malformed', 'the form cannot be read', { cause })),
  );
  form.on('finish', () => {
    arrival.resolve(undefined);
    end.resolve();
  });
  const stop = follow(request, form, giveUp);
  try {
    const file = await arrival.promise;
    if (file === undefined) throw new PlatformError('request.invalid', 'the form holds no file', { field: 'file' });
    return { ...(await keep(file, target, end.promise)), fields };
  } finally {
    stop();
  }
}

interface Incoming {
  readonly stream: Readable;
  readonly name: string | undefined;
  readonly mimeType: string;
}

/** The file is kept when the whole form came well. */
async function keep(
  { stream, name = '', mimeType }: Incoming,
  target: UploadTarget,
  whole: Promise<void>,
): Promise<Omit<ReceivedUpload, 'fields'>> {
  const file = await target.receive(stream);
  try {
    await whole;
  } catch (error) {
    await target.discard(file);
    throw error;
  }
  return { file, name, mimeType: mimeType === '' ? null : mimeType };
}

/** Sends the request into the form until it is stopped; gives up on one that is silent or cut short. */
function follow(request: IncomingMessage, form: BusboyInstance, giveUp: (error: PlatformError) => void): () => void {
  const silence = setTimeout(
    () => giveUp(new PlatformError('request.timeout', `the upload sent nothing for ${SILENCE_MS / 1000} s`)),
    SILENCE_MS,
  );
  const onData = (): void => void silence.refresh();
  const onClose = (): void => {
    if (!request.complete) giveUp(new PlatformError('request.malformed', 'the upload was cut short'));
  };
  request.on('data', onData);
  request.on('close', onClose);
  request.on('error', () => undefined);
  request.pipe(form);
  return () => {
    clearTimeout(silence);
    request.off('data', onData);
    request.off('close', onClose);
    request.unpipe(form);
    form.destroy();
  };
}

function openForm(request: IncomingMessage): BusboyInstance {
  const type = request.headers['content-type'];
  const asked = { remedy: 'Send multipart/form-data with the file in the field "file".' };
  if (type === undefined || !/^multipart\/form-data/i.test(type))
    throw new PlatformError('request.malformed', 'the body is not multipart/form-data', asked);
  try {
    return new Busboy({
      headers: { ...request.headers, 'content-type': type },
      limits: { fields: FIELDS, files: 1, fieldSize: FIELD_BYTES, fieldNameSize: FIELD_NAME_BYTES },
    });
  } catch (error) {
    throw new PlatformError('request.malformed', 'the form has no boundary', { ...asked, cause: error });
  }
}

function tooMuch(what: string): PlatformError {
  return new PlatformError('request.too_large', what, {
    remedy: `A form may have one file and ${FIELDS} fields of ${FIELD_BYTES} bytes.`,
  });
}
