import type { Source } from '../catalogue-entry.ts';
import type { PartialFile } from '../files/partial-file.ts';
import { failOnStatus } from '../http.ts';
import type { Expected, FetchContext } from './fetch-context.ts';
import { downloadInto } from './http-download.ts';
import { SourceProblem } from './source-problem.ts';

type HuggingFaceSource = Extract<Source, { kind: 'huggingface' }>;

/** What the hub states about the file: its SHA-256 and size stand in the headers of the redirect to its storage. */
export async function resolveHuggingFace(source: HuggingFaceSource, context: FetchContext): Promise<Expected> {
  const url = fileUrl(source, context);
  const answer = await context.http.open({
    url,
    method: 'HEAD',
    signal: context.signal,
    acceptRedirect: (headers) => headers.has('x-linked-etag'),
  });
  if (answer.status >= 400) failOnStatus(answer, url);
  answer.body.resume();
  const sha256 = /^(?:W\/)?"?(?<digest>[0-9a-f]{64})"?$/.exec(answer.headers.get('x-linked-etag') ?? '')?.groups?.[
    'digest'
  ];
  const bytes = Number(answer.headers.get('x-linked-size'));
  if (sha256 === undefined || !Number.isSafeInteger(bytes) || bytes <= 0)
    throw new SourceProblem('refused', `${url.host} states no digest for ${source.file}`);
  return { sha256, bytes };
}

export async function fetchHuggingFace(
  source: HuggingFaceSource,
  partial: PartialFile,
  { expected, context }: { readonly expected: Expected; readonly context: FetchContext },
): Promise<void> {
  await downloadInto(partial, { url: fileUrl(source, context), bytes: expected.bytes }, context);
}

function fileUrl({ repository, revision, file }: HuggingFaceSource, { bases }: FetchContext): URL {
  const path = file.split('/').map(encodeURIComponent).join('/');
  return new URL(`${bases.huggingFace}/${repository}/resolve/${revision}/${path}`);
}
