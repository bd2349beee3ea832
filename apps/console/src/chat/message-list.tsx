import type { MessageView } from '@riad/contracts';
import {
  memo,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
  type RefObject,
} from 'react';

import { useMessages } from '../i18n/messages.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { CopyButton, describeError, Notice } from '../ui/parts.tsx';
import { AttachmentList } from './attachment-list.tsx';
import { citedWithoutValues, valuesIn, withoutValues } from './hidden-values.ts';
import { CitedAnswer } from '../parts/citations.tsx';
import { MarkedText } from './marked-text.tsx';
import { RichText } from './rich-text.tsx';
import type { Step } from './tree.ts';

/** Messages drawn at first, and each time more are asked for. */
const PAGE = 60;
/** This close to the end, the page follows an answer as it is written. */
const NEAR_END_PX = 120;
/** Earlier messages are drawn this long before they come into view. */
const AHEAD_PX = 600;
/** Messages of one strip. What is out of view is passed over by strips: a browser looks at each thing it may skip in every frame. */
const STRIP = 20;
const none: readonly string[] = [];

export interface MessageActions {
  readonly onChoose: (message: MessageView) => void;
  /** Absent where one only reads. */
  readonly onEdit?: (message: MessageView) => void;
  readonly onRetry?: (message: MessageView) => void;
  readonly onShow?: (message: MessageView) => void;
}

export function MessageList({
  path,
  hidden,
  fromDocuments = false,
  ...actions
}: MessageActions & {
  readonly path: readonly Step[];
  readonly hidden: boolean;
  /** An answer under way is looked for in documents. */
  readonly fromDocuments?: boolean;
}): ReactNode {
  const t = useMessages();
  const [count, setCount] = useState(PAGE);
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  /** How far from the end one was before earlier messages came in above. */
  const fromEnd = useRef<number>(undefined);
  const more = useCallback(() => {
    if (box.current !== null) fromEnd.current = box.current.scrollHeight - box.current.scrollTop;
    setCount((before) => before + PAGE);
  }, []);
  const shown = path.slice(-count);
  const last = path.at(-1)?.message;
  const values = useMemo(() => (hidden ? valuesIn(path) : none), [hidden, path]);

  useLayoutEffect(() => {
    if (box.current === null || fromEnd.current === undefined) return;
    box.current.scrollTop = box.current.scrollHeight - fromEnd.current;
    fromEnd.current = undefined;
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- more messages are drawn when it changes
  }, [count]);
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (following.current) box.current?.scrollTo({ top: box.current.scrollHeight });
    });
    if (content.current !== null) observer.observe(content.current);
    return () => observer.disconnect();
  }, []);

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
      <div ref={content} className="strips">
        {shown.length < path.length ? <Earlier key={count} box={box} onReached={more} /> : null}
        {stripsOf(path, path.length - shown.length).map((strip) => (
          <div key={strip.number} className="strip">
            {strip.steps.map((step) => (
              <Message
                key={step.message.id}
                step={step}
                actions={actions}
                values={values}
                fromDocuments={fromDocuments}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

/** What is drawn of a path, from `first` on. A message stays in its strip when others come before or after it. */
function stripsOf(path: readonly Step[], first: number): readonly { number: number; steps: readonly Step[] }[] {
  const count = Math.ceil(path.length / STRIP);
  return Array.from({ length: count }, (_, number) => ({
    number,
    steps: path.slice(Math.max(first, number * STRIP), (number + 1) * STRIP),
  })).filter(({ steps }) => steps.length > 0);
}

/** Draws earlier messages when one scrolls to where they begin. */
function Earlier({
  box,
  onReached,
}: {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly onReached: () => void;
}): ReactNode {
  const t = useMessages();
  const edge = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (edge.current === null) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) onReached();
      },
      { root: box.current, rootMargin: `${AHEAD_PX}px` },
    );
    observer.observe(edge.current);
    return () => observer.disconnect();
  }, [box, onReached]);
  return (
    <div ref={edge}>
      <Button look="quiet" onPress={onReached}>
        {t('chat.earlier')}
      </Button>
    </div>
  );
}

const Message = memo(
  (props: MessageProps): ReactNode =>
    props.step.message.role === 'user' ? <Question {...props} /> : <Answer {...props} />,
  (before, after) =>
    before.values === after.values &&
    before.fromDocuments === after.fromDocuments &&
    before.step.message === after.step.message &&
    before.step.siblings.length === after.step.siblings.length,
);

interface MessageProps {
  readonly step: Step;
  readonly actions: MessageActions;
  /** Not to be shown. */
  readonly values: readonly string[];
  readonly fromDocuments: boolean;
}

function Question({ step, actions, values }: MessageProps): ReactNode {
  const t = useMessages();
  const { message } = step;
  const { onEdit } = actions;
  return (
    <article className="message message-user" aria-label={t('chat.you')}>
      <MarkedText text={message.content} findings={message.findings} hidden={values.length > 0} />
      <AttachmentList attachments={message.attachments} />
      <footer className="message-foot">
        <Branches step={step} onChoose={actions.onChoose} />
        {onEdit === undefined ? null : (
          <IconButton icon="edit" label={t('chat.edit')} onPress={() => onEdit(message)} />
        )}
        <CopyButton label={t('action.copy')} text={() => message.content} />
      </footer>
    </article>
  );
}

function Answer({ step, actions, values, fromDocuments }: MessageProps): ReactNode {
  const t = useMessages();
  const { message } = step;
  const running = message.state === 'streaming';
  return (
    <article className="message message-assistant" aria-label={t('chat.assistant')} aria-busy={running}>
      {running && message.content === '' ? (
        <p className="thinking">{t(fromDocuments ? 'chat.reading' : 'chat.thinking')}</p>
      ) : (
        <AnswerText message={message} values={values} />
      )}
      <AnswerState message={message} />
      {running ? null : <AnswerFoot step={step} actions={actions} />}
    </article>
  );
}

function AnswerText({
  message,
  values,
}: {
  readonly message: MessageView;
  readonly values: readonly string[];
}): ReactNode {
  if (message.cited === null) return <RichText text={withoutValues(message.content, values)} />;
  return <CitedAnswer answer={citedWithoutValues(message.cited, values)} />;
}

function AnswerFoot({
  step,
  actions: { onChoose, onRetry, onShow },
}: Pick<MessageProps, 'step' | 'actions'>): ReactNode {
  const t = useMessages();
  const { message } = step;
  return (
    <footer className="message-foot">
      <Branches step={step} onChoose={onChoose} />
      <CopyButton label={t('action.copy')} text={() => message.content} />
      {onRetry === undefined ? null : (
        <IconButton icon="retry" label={t('chat.retry')} onPress={() => onRetry(message)} />
      )}
      {message.origin === null || onShow === undefined ? null : (
        <Button look="quiet" icon="place" onPress={() => onShow(message)}>
          {t('origin.open')}
        </Button>
      )}
    </footer>
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
