import { useState, type ReactNode } from 'react';

import { useLanguage, useMessages } from '../i18n/messages.tsx';
import { WordList } from '../i18n/word-list.tsx';
import { ReadingChoices } from '../shell/person-menu.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { DialogButton } from '../ui/dialog-button.tsx';
import { Checkbox, Select, TextField } from '../ui/fields.tsx';
import { Badge, CopyButton, Empty, Latin, Loaded, Notice, Page, Waiting } from '../ui/parts.tsx';
import { QrCode } from '../ui/qr-code.tsx';
import { CodeBox } from '../ui/scroll-box.tsx';
import { Table } from '../ui/table.tsx';

/** Every part of the interface in every state that it has, for whoever builds with them. The language is chosen at the top. */
export function Previews(): ReactNode {
  const t = useMessages();
  return (
    <main>
      <Page title={t('nav.label')} actions={<ReadingChoices />}>
        <Buttons />
        <Fields />
        <Words />
        <States />
        <Rows />
      </Page>
    </main>
  );
}

function Buttons(): ReactNode {
  const t = useMessages();
  const looks = ['main', 'plain', 'quiet', 'danger'] as const;
  return (
    <section className="section" data-part="buttons">
      {[false, true].map((isDisabled) => (
        <div key={String(isDisabled)} className="buttons">
          {looks.map((look) => (
            <Button key={look} look={look} icon="plus" isDisabled={isDisabled}>
              {t('keys.create')}
            </Button>
          ))}
          <IconButton icon="trash" label={t('action.delete')} isDisabled={isDisabled} />
          <IconButton icon="send" look="main" label={t('chat.send')} isDisabled={isDisabled} />
        </div>
      ))}
      <DialogButton label={t('keys.revoke')}>
        {(close) => (
          <>
            <p>{t('keys.revokeQuestion', { name: 'Portail' })}</p>
            <div className="dialog-actions">
              <Button onPress={close}>{t('action.cancel')}</Button>
              <Button look="danger" onPress={close}>
                {t('keys.revoke')}
              </Button>
            </div>
          </>
        )}
      </DialogButton>
    </section>
  );
}

function Fields(): ReactNode {
  const t = useMessages();
  const [checked, setChecked] = useState(true);
  const [choice, setChoice] = useState('90');
  return (
    <form className="card stack" data-part="fields">
      <TextField label={t('person.name')} hint={t('keys.nameHint')} defaultValue="سلمى Idrissi" />
      <TextField label={t('person.email')} latin defaultValue="salma@example.org" isInvalid />
      <TextField label={t('rights.identifiers')} hint={t('field.oneALine')} rows={3} isDisabled />
      <Select
        label={t('keys.lifetime')}
        value={choice}
        onChange={setChoice}
        choices={['30', '90'].map((id) => ({ id, label: t('keys.days', { count: Number(id) }) }))}
      />
      <Checkbox label={t('playground.logprobs')} isSelected={checked} onChange={setChecked} />
    </form>
  );
}

/** Words of both directions in one line. */
function Words(): ReactNode {
  const t = useMessages();
  const { locale } = useLanguage();
  return (
    <section className="section" data-part="words">
      <p>
        <Latin>{locale}</Latin> · <WordList words={['habitants', 'الموظفون', 'AB123456']} />
      </p>
      <p>
        {(['good', 'warn', 'bad', 'calm'] as const).map((tone) => (
          <Badge key={tone} tone={tone}>
            {t('keys.active')}
          </Badge>
        ))}
      </p>
      <CodeBox copy={<CopyButton label={t('action.copy')} text={() => 'riad up'} />}>riad up</CodeBox>
      <QrCode text="riad" label={t('factor.qr')} />
    </section>
  );
}

const failed = { data: undefined, error: new Error('503'), refetch: () => undefined };
const waiting = { ...failed, error: null };

function States(): ReactNode {
  const t = useMessages();
  return (
    <section className="section" data-part="states">
      <Empty icon="key">{t('keys.none')}</Empty>
      <Waiting />
      <Loaded query={waiting}>{() => null}</Loaded>
      <Loaded query={failed}>{() => null}</Loaded>
      {(['warn', 'bad', 'calm'] as const).map((tone) => (
        <Notice key={tone} tone={tone}>
          {t('keys.once')}
        </Notice>
      ))}
    </section>
  );
}

function Rows(): ReactNode {
  const t = useMessages();
  return (
    <section className="section" data-part="rows">
      <Table
        label={t('nav.keys')}
        columns={[
          t('keys.name'),
          { title: t('usage.requests'), look: 'numeric' },
          { title: t('table.actions'), look: 'unseen' },
        ]}
      >
        {['Portail des habitants', 'بوابة المواطنين'].map((name) => (
          <tr key={name}>
            <th scope="row">
              <bdi>{name}</bdi>
            </th>
            <td className="numeric">12</td>
            <td className="table-actions">
              <IconButton icon="trash" label={t('keys.revokeNamed', { name })} />
            </td>
          </tr>
        ))}
      </Table>
    </section>
  );
}
