import type { MessageView } from '@riad/contracts';
import { memo, useEffect, useRef, useState, type ReactNode } from 'react';

import { useMessages } from '../i18n/messages.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { CopyButton, describeError, Notice } from '../ui/parts.tsx';
import { MarkedText } from './marked-text.tsx';
import { RichText } from './rich-text.tsx';
import type { Step } from './tree.ts';

/** Messages drawn at first, and each time more are asked for. */
const PAGE = 60;
/** This close to the end, the page follows an answer as it is written. */
const NEAR_END_PX = 120;

export interface MessageActions {
  readonly onChoose: (message: MessageView) => void;
  readonly onEdit: (message: MessageView) => void;
  readonly onRetry: (message: MessageView) => void;
  readonly onShow: (message: MessageView) => void;
}

export function MessageList({ path, ...actions }: MessageActions & { readonly path: readonly Step[] }): ReactNode {
  const t = useMessages();
  const [count, setCount] = useState(PAGE);
  const box = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const shown = path.slice(-count);
  const last = path.at(-1)?.message;

  useEffect(() => {
    if (following.current) box.current?.scrollTo({ top: box.current.scrollHeight });
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- each change of the last message makes it longer
  }, [last]);

  return (
    <div
      className="messages"
      ref={box}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it
      tabIndex={0}
      role="log"
      aria-label={t('chat.messages')}
      aria-busy={last?.state === 'streaming'}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        following.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
      }}
    >
      {shown.length < path.length ? (
        <Button look="quiet" onPress={() => setCount(count + PAGE)}>
          {t('chat.earlier')}
        </Button>
      ) : null}
      {shown.map((step) => (
        <Message key={step.message.id} step={step} actions={actions} />
      ))}
    </div>
  );
}

const Message = memo(
  ({ step, actions }: { readonly step: Step; readonly actions: MessageActions }): ReactNode =>
    step.message.role === 'user' ? (
      <Question step={step} actions={actions} />
    ) : (
      <Answer step={step} actions={actions} />
    ),
  (before, after) =>
    before.step.message === after.step.message && before.step.siblings.length === after.step.siblings.length,
);

interface MessageProps {
  readonly step: Step;
  readonly actions: MessageActions;
}

function Question({ step, actions }: MessageProps): ReactNode {
  const t = useMessages();
  const { message } = step;
  return (
    <article className="message message-user" aria-label={t('chat.you')}>
      <MarkedText text={message.content} findings={message.findings} />
      <footer className="message-foot">
        <Branches step={step} onChoose={actions.onChoose} />
        <IconButton icon="edit" label={t('chat.edit')} onPress={() => actions.onEdit(message)} />
        <CopyButton label={t('action.copy')} text={() => message.content} />
      </footer>
    </article>
  );
}

function Answer({ step, actions }: MessageProps): ReactNode {
  const t = useMessages();
  const { message } = step;
  const running = message.state === 'streaming';
  return (
    <article className="message message-assistant" aria-label={t('chat.assistant')} aria-busy={running}>
      {running && message.content === '' ? (
        <p className="thinking">{t('chat.thinking')}</p>
      ) : (
        <RichText text={message.content} />
      )}
      <AnswerState message={message} />
      {running ? null : (
        <footer className="message-foot">
          <Branches step={step} onChoose={actions.onChoose} />
          <CopyButton label={t('action.copy')} text={() => message.content} />
          <IconButton icon="retry" label={t('chat.retry')} onPress={() => actions.onRetry(message)} />
          {message.origin === null ? null : (
            <Button look="quiet" icon="place" onPress={() => actions.onShow(message)}>
              {t('origin.open')}
            </Button>
          )}
        </footer>
      )}
    </article>
  );
}

function AnswerState({ message }: { readonly message: MessageView }): ReactNode {
  const t = useMessages();
  if (message.state === 'failed' && message.error !== null) {
    return (
      <Notice tone={message.error.code === 'guard.blocked' ? 'warn' : 'bad'}>{describeError(t, message.error)}</Notice>
    );
  }
  if (message.state === 'stopped') return <p className="hint">{t('chat.stopped')}</p>;
  if (message.state === 'interrupted') return <Notice tone="warn">{t('chat.interrupted')}</Notice>;
  return null;
}

function Branches({
  step: { message, siblings },
  onChoose,
}: {
  readonly step: Step;
  readonly onChoose: (message: MessageView) => void;
}): ReactNode {
  const t = useMessages();
  if (siblings.length < 2) return null;
  const at = siblings.indexOf(message);
  const go = (step: number): void => {
    const wanted = siblings[at + step];
    if (wanted !== undefined) onChoose(wanted);
  };
  return (
    <span className="branches">
      <IconButton icon="back" label={t('chat.branchBefore')} isDisabled={at === 0} onPress={() => go(-1)} />
      <span>{t('chat.branch', { at: at + 1, of: siblings.length })}</span>
      <IconButton
        icon="next"
        label={t('chat.branchNext')}
        isDisabled={at === siblings.length - 1}
        onPress={() => go(1)}
      />
    </span>
  );
}
