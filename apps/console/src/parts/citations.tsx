import type { CitationView, DocumentAnswerView } from '@riad/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { useMessages } from '../i18n/messages.tsx';
import { Badge } from '../ui/parts.tsx';
import { placeOf } from './citation-place.ts';

type Sentence = DocumentAnswerView['sentences'][number];

/** An answer from documents: each sentence with the place that supports it, or said to be unconfirmed. */
export function CitedAnswer({ answer }: { readonly answer: DocumentAnswerView }): ReactNode {
  const t = useMessages();
  if (answer.status === 'not_in_documents') {
    return (
      <div className="cited" data-testid="not-in-documents">
        <p>
          <strong>{t('ask.notInDocuments')}</strong>
        </p>
        {answer.nearest.length === 0 ? null : (
          <>
            <h3>{t('ask.nearest')}</h3>
            <Places places={answer.nearest} />
          </>
        )}
      </div>
    );
  }
  return (
    <>
      <ol className="cited" data-testid="cited-answer">
        {answer.sentences.map((sentence, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- sentences have no other identity and never move
          <li key={at}>
            <CitedSentence sentence={sentence} />
          </li>
        ))}
      </ol>
      {answer.nearest.length === 0 ? null : (
        <details className="passages-read">
          <summary>{t('ask.read')}</summary>
          <Places places={answer.nearest} />
        </details>
      )}
    </>
  );
}

function CitedSentence({ sentence: { text, supported, citations } }: { readonly sentence: Sentence }): ReactNode {
  const t = useMessages();
  return (
    <>
      <p dir="auto">{text}</p>
      {supported ? <Places places={citations} /> : <Badge tone="warn">{t('ask.unconfirmed')}</Badge>}
    </>
  );
}

function Places({ places }: { readonly places: readonly CitationView[] }): ReactNode {
  return (
    <ul className="citations">
      {places.map((citation) => (
        <li key={`${citation.passage}-${citation.start}`}>
          <Citation citation={citation} />
        </li>
      ))}
    </ul>
  );
}

/** A name in one direction inside a sentence in the other keeps its order. */
function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}

function Citation({ citation }: { readonly citation: CitationView }): ReactNode {
  const t = useMessages();
  const { document, name, heading, page, quote } = citation;
  return (
    <>
      <blockquote dir="auto">{quote}</blockquote>
      <Link to="/documents/$id" params={{ id: document }} search={placeOf(citation)} className="citation-link">
        {t('ask.openPlace', { name: isolated(name), page })}
      </Link>
      {heading === '' ? null : (
        <p className="hint" dir="auto">
          {heading}
        </p>
      )}
    </>
  );
}
