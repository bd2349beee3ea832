import type { ReactNode } from 'react';

import { useFormats } from '../../i18n/formats.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { CopyButton, describeError, Latin, Notice, Waiting } from '../../ui/parts.tsx';
import { CodeBox } from '../../ui/scroll-box.tsx';
import type { Answer, Completion, TokenChoice } from './send.ts';

/** What one model answered, how long it took and how sure it was of each token. */
export function AnswerCard({
  model,
  answer,
  busy,
}: {
  readonly model: string;
  readonly answer: Answer | undefined;
  readonly busy: boolean;
}): ReactNode {
  const t = useMessages();
  return (
    <article className="card stack">
      <h2>
        <Latin>{model}</Latin>
      </h2>
      {answer === undefined ? (
        busy ? (
          <Waiting />
        ) : (
          <p className="hint">{t('playground.empty')}</p>
        )
      ) : answer.error === undefined ? (
        <Answered answer={answer} />
      ) : (
        <Notice tone="bad">
          <p>{describeError(t, answer.error)}</p>
          <p dir="auto">{answer.error.message}</p>
        </Notice>
      )}
    </article>
  );
}

function Answered({ answer }: { readonly answer: Extract<Answer, { readonly milliseconds: number }> }): ReactNode {
  const { completion, milliseconds } = answer;
  const [choice] = completion.choices;
  if (choice === undefined) return null;
  const { content, tool_calls: calls = [] } = choice.message;
  const tokens = choice.logprobs?.content ?? [];
  return (
    <>
      {content === null || content === '' ? null : (
        <p className="plain-text" dir="auto">
          {content}
        </p>
      )}
      {calls.map((call) => (
        <ToolCall key={call.function.name + call.function.arguments} call={call.function} />
      ))}
      {tokens.length === 0 ? null : <Tokens tokens={tokens} />}
      <Figures milliseconds={milliseconds} usage={completion.usage} reason={choice.finish_reason} />
    </>
  );
}

function ToolCall({ call }: { readonly call: { readonly name: string; readonly arguments: string } }): ReactNode {
  const t = useMessages();
  return (
    <CodeBox
      copy={<CopyButton label={t('action.copy')} text={() => call.arguments} />}
    >{`${call.name}(${call.arguments})`}</CodeBox>
  );
}

function Figures({
  milliseconds,
  usage,
  reason,
}: {
  readonly milliseconds: number;
  readonly usage: Completion['usage'];
  readonly reason: string | null;
}): ReactNode {
  const t = useMessages();
  const { number } = useFormats();
  return (
    <p className="hint">
      {t('playground.figures', {
        seconds: number(Math.round(milliseconds / 100) / 10),
        read: usage?.prompt_tokens ?? 0,
        written: usage?.completion_tokens ?? 0,
      })}
      {reason === null ? null : (
        <>
          {' · '}
          <Latin>{reason}</Latin>
        </>
      )}
    </p>
  );
}

/** Each token with how likely the model held it, and what it might have said instead. */
function Tokens({ tokens }: { readonly tokens: readonly TokenChoice[] }): ReactNode {
  const t = useMessages();
  const { number } = useFormats();
  const percent = (logprob: number): string => number(Math.round(Math.exp(logprob) * 100));
  return (
    <details>
      <summary>{t('playground.logprobs')}</summary>
      <p className="tokens" dir="auto">
        {tokens.map(({ token, logprob, top_logprobs: others = [] }, index) => (
          <span
            // oxlint-disable-next-line react/no-array-index-key -- tokens have no other name than their place
            key={index}
            className={logprob < Math.log(0.5) ? 'token token-unsure' : 'token'}
            title={others.map((other) => `${JSON.stringify(other.token)} ${percent(other.logprob)} %`).join('\n')}
          >
            {token}
            <sub>{percent(logprob)}</sub>
          </span>
        ))}
      </p>
    </details>
  );
}
