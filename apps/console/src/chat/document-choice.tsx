import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { collectionsQuery } from '../api/documents.ts';
import { useMessages } from '../i18n/messages.tsx';
import { useMay } from '../shell/session.ts';
import { Select } from '../ui/fields.tsx';

const none = 'none';

/** Which collection the next questions are answered from, if any. */
export function DocumentChoice({
  value,
  onChange,
}: {
  readonly value: string | null;
  readonly onChange: (collection: string | null) => void;
}): ReactNode {
  const t = useMessages();
  const mayRead = useMay('documents.read');
  const { data } = useQuery({ ...collectionsQuery, enabled: mayRead });
  const collections = (data?.data ?? []).filter(({ id, documents }) => documents > 0 || id === value);
  if (collections.length === 0) return null;
  return (
    <Select
      bare
      label={t('chat.documents')}
      value={collections.find(({ id }) => id === value)?.id ?? none}
      onChange={(id) => onChange(id === none ? null : id)}
      choices={[
        { id: none, label: t('chat.noDocuments') },
        ...collections.map(({ id, name }) => ({ id, label: name, detail: t('chat.documents') })),
      ]}
    />
  );
}
