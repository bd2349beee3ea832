import {
  PlatformError,
  type ConversationId,
  type Logger,
  type MessageId,
  type MessageView,
  type OriginView,
} from '@riad/contracts';
import type { Conversations, PersonScope, StoredMessage } from '@riad/store';

import type { AnswerFailure } from './answer-reply.ts';
import type { AnswerSource, Asked } from './answer-source.ts';
import type { ConversationHub } from './conversation-hub.ts';
import { presentMessage } from './present-message.ts';

/** What has been answered so far is stored this often, so that little is lost with the process. */
const SAVE_MS = 1000;
/** Answers that one person may have under way. */
const PER_PERSON = 4;

export interface AnswersOptions {
  /** Answers by a model alone, and from documents. */
  readonly sources: { readonly model: AnswerSource; readonly documents: AnswerSource };
  readonly conversations: Conversations;
  readonly hub: ConversationHub;
  readonly logger: Logger;
}

export interface AnswerRequest extends Asked {
  readonly scope: PersonScope;
  /** The stored, still empty answer. */
  readonly message: StoredMessage;
}

/** Answers on their way. They belong to the server, not to a page: a page may close, reload or come twice. */
export interface Answers {
  /** Fails with `limit.concurrency` when the person has too many under way. */
  start(request: AnswerRequest): void;
  /** The live state of an answer under way. */
  find(message: MessageId): MessageView | undefined;
  stop(scope: PersonScope, message: MessageId): void;
  /** Everything of one person, or of one conversation. */
  stopAll(scope: PersonScope, conversation?: ConversationId): void;
  close(): Promise<void>;
}

interface Run {
  readonly request: AnswerRequest;
  view: MessageView;
  /** Ends it as `stopped`. */
  stop(): void;
  readonly ended: Promise<void>;
}

export function createAnswers({ sources, conversations, hub, logger }: AnswersOptions): Answers {
  const runs = new Map<MessageId, Run>();

  function start(request: AnswerRequest): void {
    const { scope, conversation, message, model } = request;
    if ([...runs.values()].filter((run) => run.request.scope.userId === scope.userId).length >= PER_PERSON) {
      throw new PlatformError('limit.concurrency', `${PER_PERSON} answers are under way already`, {
        retryAfterSeconds: 2,
        remedy: 'Wait for one of them, or stop it.',
      });
    }
    const ended = Promise.withResolvers<void>();
    let source: { stop(): void } | undefined;
    let saved = Date.now();
    const run: Run = {
      request,
      view: presentMessage(message),
      ended: ended.promise,
      stop() {
        source?.stop();
        void finish(undefined, 'stopped');
      },
    };
    runs.set(message.id, run);

    function onHead(headers: Readonly<Record<string, string>>): void {
      const origin = readOrigin(model, headers);
      run.view = { ...run.view, origin };
      hub.publish(conversation, { type: 'message', message: run.view });
    }
    function onText(text: string): void {
      const offset = run.view.content.length;
      run.view = { ...run.view, content: run.view.content + text };
      hub.publish(conversation, { type: 'text', id: message.id, offset, text });
      if (Date.now() - saved < SAVE_MS) return;
      saved = Date.now();
      void save(run);
    }
    async function finish(failure: AnswerFailure | undefined, state?: 'stopped'): Promise<void> {
      if (run.view.state !== 'streaming') return;
      const end = state ?? (failure === undefined ? 'complete' : 'failed');
      run.view = { ...run.view, state: end, error: failure ?? null };
      // Found here until it is stored: at no moment does it look as if its server had gone.
      await save(run);
      runs.delete(message.id);
      hub.publish(conversation, { type: 'message', message: run.view });
      ended.resolve();
    }

    const begin = request.documents === undefined ? sources.model : sources.documents;
    source = begin(request, {
      onHead,
      onText,
      onCited: (cited) => void (run.view = { ...run.view, cited }),
      onEnd: (failure) => void finish(failure),
    });
  }

  async function save({ request: { scope, conversation, message }, view }: Run): Promise<void> {
    const { content, state, cited, origin, error } = view;
    const values = {
      content,
      state,
      ...(cited === null ? {} : { cited }),
      ...(origin === null ? {} : { origin }),
      ...(error === null ? {} : { error }),
    };
    try {
      await conversations.changeMessage(scope, conversation, { message: message.id, values });
    } catch (problem) {
      // The conversation was deleted, or the database is away: the page still has the answer.
      logger.warn('answers.not_saved', { message: message.id, error: problem });
    }
  }

  function stopWhere(matches: (run: Run) => boolean): void {
    for (const run of [...runs.values()].filter(matches)) run.stop();
  }

  return {
    start,
    find: (message) => runs.get(message)?.view,
    stop: (scope, message) =>
      stopWhere(({ request }) => request.scope.userId === scope.userId && request.message.id === message),
    stopAll: (scope, conversation) =>
      stopWhere(
        ({ request }) =>
          request.scope.userId === scope.userId &&
          (conversation === undefined || request.conversation === conversation),
      ),
    async close() {
      const under = [...runs.values()];
      stopWhere(() => true);
      await Promise.all(under.map((run) => run.ended));
    },
  };
}

function readOrigin(model: string, headers: Readonly<Record<string, string>>): OriginView {
  return {
    model,
    target: headers['x-riad-target'] ?? null,
    record: headers['x-riad-record'] ?? null,
    guard: headers['x-riad-guard'] ?? null,
  };
}
