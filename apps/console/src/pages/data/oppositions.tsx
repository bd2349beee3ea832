import { entityTypes, type OppositionView } from '@riad/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import { ask } from '../../api/client.ts';
import { findingKey } from '../../i18n/finding-names.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { useMay } from '../../shell/session.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Select, TextField } from '../../ui/fields.tsx';
import { describeError, Loaded, Notice } from '../../ui/parts.tsx';
import { useAct } from './use-act.ts';

const oppositionsQuery = queryOptions({
  queryKey: ['oppositions'],
  queryFn: () => ask<{ readonly data: readonly OppositionView[] }>('/api/oppositions'),
});

/** Identifiers of persons who oppose: requests that hold one are refused. The value itself is not kept. */
export function Oppositions(): ReactNode {
  const t = useMessages();
  const { date } = useFormats();
  const query = useQuery(oppositionsQuery);
  const mayWrite = useMay('data-control.write');
  const { error, run } = useAct(['oppositions']);
  return (
    <section className="section">
      <h2>{t('opposition.title')}</h2>
      <p className="hint">{t('opposition.lead')}</p>
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      <Loaded query={query}>
        {({ data }) => (
          <ul className="checks">
            {data.map(({ id, type, reference, createdAt }) => (
              <li key={id} className="check">
                <div className="grow">
                  <strong>{t(findingKey(type))}</strong> <bdi>{reference}</bdi>
                  <p className="hint">{date(createdAt)}</p>
                </div>
                {mayWrite ? (
                  <IconButton
                    icon="trash"
                    label={t('opposition.remove', { reference })}
                    onPress={() => run(() => ask(`/api/oppositions/${id}`, { method: 'DELETE' }))}
                  />
                ) : null}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {mayWrite ? (
        <NewOpposition onAdd={(body) => run(() => ask('/api/oppositions', { method: 'POST', body }))} />
      ) : null}
    </section>
  );
}

function NewOpposition({ onAdd }: { readonly onAdd: (body: object) => void }): ReactNode {
  const t = useMessages();
  const [type, setType] = useState('cin');
  const [value, setValue] = useState('');
  const [reference, setReference] = useState('');
  return (
    <form
      className="columns"
      onSubmit={(event) => {
        event.preventDefault();
        onAdd({ type, value, reference });
        setValue('');
        setReference('');
      }}
    >
      <Select
        label={t('opposition.type')}
        value={type}
        onChange={setType}
        choices={entityTypes.map((id) => ({ id, label: t(findingKey(id)) }))}
      />
      <TextField label={t('opposition.value')} value={value} onChange={setValue} maxLength={500} isRequired />
      <TextField
        label={t('opposition.reference')}
        value={reference}
        onChange={setReference}
        maxLength={120}
        isRequired
      />
      <Button type="submit">{t('opposition.add')}</Button>
    </form>
  );
}
