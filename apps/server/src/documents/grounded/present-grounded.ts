import { languageOf, type CheckedSentence, type Citation, type DocumentAnswer } from '@riad/knowledge';

import type { ChatUsage } from '../../knowledge/chat-as.ts';
import type { GroundedRequest } from './read-grounded.ts';
import { groundedTexts } from './grounded-texts.ts';

export interface Grounded {
  readonly id: string;
  readonly created: number;
  readonly request: GroundedRequest;
  readonly answer: DocumentAnswer;
  readonly usage: ChatUsage;
  /** The document of each passage as the caller knows it: the file it uploaded, or the document. */
  readonly fileIds: readonly string[];
  readonly dialect: 'openai' | 'mistral';
}

interface Piece {
  readonly text: string;
  readonly references: readonly number[];
  readonly citations: readonly Citation[];
}

/** `chat.completion` in the caller's dialect. What both leave no place for is in `riad`. */
export function presentGrounded(grounded: Grounded) {
  const { id, created, request, usage, dialect } = grounded;
  const pieces = piecesOf(grounded);
  return {
    id,
    object: 'chat.completion',
    created,
    model: request.model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: dialect === 'mistral' ? chunksOf(pieces) : textOf(pieces),
          ...(dialect === 'mistral' ? {} : { refusal: null, annotations: annotationsOf(pieces, grounded) }),
        },
        finish_reason: 'stop',
      },
    ],
    usage,
    riad: riadOf(grounded),
  };
}

/** The same as server-sent events: a sentence each, then where they stand. */
export function* streamGrounded(grounded: Grounded): Generator<string> {
  const { id, created, request, usage, dialect } = grounded;
  const pieces = piecesOf(grounded);
  const event = (delta: object, more: object = {}): string =>
    `data: ${JSON.stringify({
      id,
      object: 'chat.completion.chunk',
      created,
      model: request.model,
      choices: [{ index: 0, delta, finish_reason: null }],
      ...more,
    })}\n\n`;
  yield event({ role: 'assistant', content: '' });
  for (const piece of pieces) {
    yield event({ content: dialect === 'mistral' ? chunksOf([piece]) : `${textOf([piece])} ` });
  }
  const last = dialect === 'mistral' ? { content: '' } : { annotations: annotationsOf(pieces, grounded) };
  yield event(last, {
    choices: [{ index: 0, delta: last, finish_reason: 'stop' }],
    riad: riadOf(grounded),
    ...(dialect === 'mistral' ? { usage } : {}),
  });
  if (dialect === 'openai' && request.withUsage) yield event({}, { choices: [], usage });
  yield 'data: [DONE]\n\n';
}

/** A sentence that no passage supports is shown as such, never as if it were known. */
function piecesOf({ request, answer: { status, sentences } }: Grounded): readonly Piece[] {
  const texts = groundedTexts[languageOf(request.question)];
  if (status === 'not_in_documents') return [{ text: texts.notInDocuments, references: [], citations: [] }];
  return sentences.map(({ text, supported, citations }) => ({
    text: supported ? text : `${text} (${texts.unconfirmed})`,
    references: [...new Set(citations.map(({ passage }) => passage))],
    citations,
  }));
}

function marked({ text, references }: Piece): string {
  return references.length === 0 ? text : `${text} ${references.map((number) => `[${number}]`).join('')}`;
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map(marked).join(' ');
}

/** Mistral's way to cite: a reference after each text. */
function chunksOf(pieces: readonly Piece[]): readonly object[] {
  return pieces.flatMap(({ text, references }) => [
    { type: 'text', text: `${text} ` },
    ...(references.length === 0 ? [] : [{ type: 'reference', reference_ids: references }]),
  ]);
}

/** OpenAI's way: after which character of the text, which file. */
function annotationsOf(pieces: readonly Piece[], { answer, fileIds }: Grounded): readonly object[] {
  let at = 0;
  return pieces.flatMap((piece) => {
    const index = at + piece.text.length;
    at += marked(piece).length + 1;
    return piece.citations.map(({ passage, quote, page }) => ({
      type: 'file_citation',
      index,
      file_id: fileIds[passage - 1] ?? '',
      filename: answer.passages[passage - 1]?.documentName ?? '',
      quote,
      page,
    }));
  });
}

function riadOf({ answer: { status, sentences, passages }, fileIds }: Grounded) {
  return {
    status,
    sentences: sentences.map((sentence) => presentSentence(sentence)),
    passages: passages.map(({ documentId, documentName, heading, page, text, quality }, at) => ({
      number: at + 1,
      file_id: fileIds[at] ?? documentId,
      filename: documentName,
      heading,
      page,
      quality,
      text,
    })),
  };
}

function presentSentence({ text, supported, missing, citations }: CheckedSentence) {
  return {
    text,
    supported,
    missing: missing ?? null,
    citations: citations.map(({ passage, quote, page, boxes }) => ({ passage, quote, page, boxes })),
  };
}
