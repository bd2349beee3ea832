import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { healthQuery } from '../api/queries.ts';
import { useFormats } from '../i18n/formats.ts';
import { useMessages } from '../i18n/messages.tsx';
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
                <li key={check.name} className="check">
                  <Badge tone={tones[check.state]}>{t(`health.${check.state}`)}</Badge>
                  <div>
                    <strong>
                      <Latin>{check.name}</Latin>
                    </strong>
                    <p className="hint" dir="auto">
                      {check.message}
                    </p>
                    {check.remedy === null ? null : <p dir="auto">{check.remedy}</p>}
                  </div>
                </li>
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
