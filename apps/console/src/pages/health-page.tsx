import type { CheckView } from '@riad/contracts';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { healthQuery } from '../api/queries.ts';
import { useFormats } from '../i18n/formats.ts';
import { knownKey, useMessages } from '../i18n/messages.tsx';
import { Badge, Latin, Loaded, Page } from '../ui/parts.tsx';

const tones = { ok: 'good', warning: 'warn', problem: 'bad' } as const;

export function HealthPage(): ReactNode {
  const t = useMessages();
  const { number } = useFormats();
  const query = useQuery({ ...healthQuery, refetchInterval: 5000 });
  return (
    <Page title={t('nav.health')} lead={t('health.lead')}>
      <Loaded query={query}>
        {({ checks, version, ledger, database }) => (
          <>
            <ul className="checks">
              {checks.map((check) => (
                <Check key={check.name} check={check} />
              ))}
            </ul>
            <dl className="facts facts-wide">
              <dt>{t('health.version')}</dt>
              <dd>
                <Latin>{version}</Latin>
              </dd>
              <dt>{t('health.database')}</dt>
              <dd>{t(`health.database.${database}`)}</dd>
              <dt>{t('health.records')}</dt>
              <dd>{number(ledger.records)}</dd>
            </dl>
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** What the server looks at on every machine; a model in trouble speaks for itself. */
const known = new Set([
  'database ok',
  'database problem',
  'ledger ok',
  'ledger problem',
  'models ok',
  'models warning',
]);

function Check({ check: { name, state, message, remedy } }: { readonly check: CheckView }): ReactNode {
  const t = useMessages();
  const isKnown = known.has(`${name} ${state}`);
  return (
    <li className="check">
      <Badge tone={tones[state]}>{t(`health.${state}`)}</Badge>
      <div>
        <strong>{isKnown ? t(knownKey(`check.${name}`)) : <Latin>{name}</Latin>}</strong>
        <p className="hint" dir="auto">
          {isKnown ? t(knownKey(`check.${name}.${state}`)) : message}
        </p>
        {isKnown || remedy === null ? null : <p dir="auto">{remedy}</p>}
      </div>
    </li>
  );
}
