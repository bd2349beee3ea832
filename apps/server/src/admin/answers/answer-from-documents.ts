import { PlatformError } from '@riad/contracts';
import type { Gateway } from '@riad/gateway';
import { languageOf, type DocumentAnswer, type PromptMessage } from '@riad/knowledge';

import { groundedTexts } from '../../documents/grounded/grounded-texts.ts';
import { chatAs } from '../../knowledge/chat-as.ts';
import type { Library } from '../../knowledge/library.ts';
import { presentAnswer } from '../routes/present-documents.ts';
import type { AnswerFailure } from './answer-reply.ts';
import type { Asked, AnswerSource, SourceListener } from './answer-source.ts';

/** Earlier messages that help to read a question, and how much of each: the passages need the room. */
const EARLIER = 2;
const EARLIER_LENGTH = 800;

/** A collection asked, at once: a sentence is shown when it has been held to the passages, not before. */
export function answerFromDocuments(gateway: Gateway, library: Library): AnswerSource {
  return (asked, listener) => {
    const leaving = new AbortController();
    void find({ gateway, library }, asked, { listener, signal: leaving.signal }).then((failure) =>
      leaving.signal.aborted ? undefined : listener.onEnd(failure),
    );
    return { stop: () => leaving.abort() };
  };
}

async function find(
  { gateway, library }: { readonly gateway: Gateway; readonly library: Library },
  { caller, conversation, model, prompt, documents }: Asked,
  { listener, signal }: { readonly listener: SourceListener; readonly signal: AbortSignal },
): Promise<AnswerFailure | undefined> {
  if (documents === undefined) return undefined;
  const { collection, question } = documents;
  const chat = chatAs({
    gateway,
    caller,
    conversation,
    signal,
    onHead: (headers) => (signal.aborted ? undefined : listener.onHead(headers)),
  });
  const scope = { organisationId: caller.organisationId, projectId: caller.projectId };
  try {
    const { id } = await library.documents.getCollection(scope, collection);
    const request = { text: question, collections: [id], model, history: earlier(prompt) };
    const answer = await library.askWith(chat, scope, request);
    if (signal.aborted) return undefined;
    listener.onText(textOf(answer, question));
    listener.onCited(presentAnswer(answer));
    return undefined;
  } catch (error) {
    if (error instanceof PlatformError) return { code: error.code, message: error.message };
    return { code: 'server.internal', message: 'the documents could not be asked' };
  }
}

/** Instructions, and the last question and answer: "and for investments?" needs them. */
function earlier(prompt: Asked['prompt']): readonly PromptMessage[] {
  const instructions = prompt.filter(({ role }) => role === 'system');
  const said = prompt.slice(0, -1).filter(({ role }) => role !== 'system');
  return [
    ...instructions,
    ...said.slice(-EARLIER).map(({ role, content }) => ({ role, content: content.slice(0, EARLIER_LENGTH) })),
  ];
}

/** What a reader of the plain conversation sees. */
function textOf({ status, sentences }: DocumentAnswer, question: string): string {
  const own = groundedTexts[languageOf(question)];
  if (status === 'not_in_documents') return own.notInDocuments;
  return sentences.map(({ text, supported }) => (supported ? text : `${text} (${own.unconfirmed})`)).join(' ');
}
