import { memo, useState, type ComponentProps, type ReactNode } from 'react';
import Markdown, { type Components } from 'react-markdown';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';

import { useMessages } from '../i18n/messages.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { CopyButton, Latin } from '../ui/parts.tsx';
import { CodeBox, ScrollBox } from '../ui/scroll-box.tsx';
import { splitBlocks } from './split-blocks.ts';

/** What a model wrote may hold anything: no pictures, no ids, and only addresses that say where they lead. */
const schema = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter((name) => !['img', 'picture', 'source'].includes(name)),
  protocols: { ...defaultSchema.protocols, href: ['http', 'https', 'mailto'] },
};
/** Direction marks can make a text read otherwise than it is. */
const hidden = /[\u202A-\u202E\u2066-\u2069]/g;

const auto = (Tag: 'p' | 'li' | 'h2' | 'h3' | 'h4' | 'blockquote' | 'td' | 'th') =>
  function AutoDirection({ children }: { readonly children?: ReactNode }): ReactNode {
    return <Tag dir="auto">{children}</Tag>;
  };

const components: Components = {
  p: auto('p'),
  li: auto('li'),
  h1: auto('h2'),
  h2: auto('h3'),
  h3: auto('h4'),
  h4: auto('h4'),
  blockquote: auto('blockquote'),
  td: auto('td'),
  th: auto('th'),
  a: SafeLink,
  pre: CodeBlock,
  code: ({ children }) => <code dir="ltr">{children}</code>,
  img: ({ alt }) => <span className="no-image">{alt}</span>,
  table: WideTable,
};

/** An answer as paragraphs, lists, tables and code. Only the block that grows is drawn again while it is written. */
export function RichText({ text }: { readonly text: string }): ReactNode {
  return (
    <div className="rich">
      {splitBlocks(text.replaceAll(hidden, '')).map((block, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- blocks are only ever added at the end
        <Block key={index} text={block} />
      ))}
    </div>
  );
}

const Block = memo(({ text }: { readonly text: string }) => (
  <Markdown remarkPlugins={[remarkGfm]} rehypePlugins={[[rehypeSanitize, schema]]} components={components}>
    {text}
  </Markdown>
));

function WideTable({ children }: { readonly children?: ReactNode }): ReactNode {
  const t = useMessages();
  return (
    <ScrollBox label={t('chat.table')}>
      <table>{children}</table>
    </ScrollBox>
  );
}

/** Says where it leads before it leads there. */
function SafeLink({ href, children }: ComponentProps<'a'>): ReactNode {
  const t = useMessages();
  const [asked, setAsked] = useState(false);
  if (href === undefined || !URL.canParse(href)) return <span>{children}</span>;
  const { protocol, host, pathname } = new URL(href);
  const place = protocol === 'mailto:' ? pathname : host;
  return (
    <>
      <button type="button" className="link" onClick={() => setAsked(true)}>
        {children} <Latin>({place})</Latin>
      </button>
      <Dialog title={t('link.title')} open={asked} onClose={() => setAsked(false)}>
        <p>{t('link.question')}</p>
        <p className="link-address" dir="ltr">
          {href}
        </p>
        <div className="dialog-actions">
          <Button onPress={() => setAsked(false)}>{t('action.cancel')}</Button>
          <a
            className="button button-main"
            href={href}
            target="_blank"
            rel="noopener noreferrer"
            onClick={() => setAsked(false)}
          >
            {t('link.open')}
          </a>
        </div>
      </Dialog>
    </>
  );
}

function CodeBlock({ children }: { readonly children?: ReactNode }): ReactNode {
  const t = useMessages();
  return <CodeBox copy={<CopyButton label={t('action.copy')} text={() => textOf(children)} />}>{children}</CodeBox>;
}

function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  if (Array.isArray(node)) return node.map(textOf).join('');
  if (typeof node === 'object' && node !== null && 'props' in node) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- any element: its children are text, elements or nothing
    return textOf((node.props as { children?: ReactNode }).children);
  }
  return '';
}
