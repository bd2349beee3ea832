import { z } from 'zod';

import type { AttestationStatus } from './attestation.ts';

interface Finding {
  readonly name: string;
  readonly state: 'ok' | 'warning';
  readonly message: string;
  readonly remedy: string | null;
}

const vouched = { records: z.number(), at: z.string().nullable(), problem: z.string().nullable() };

/** In `riad status --json` under `ledger`, and `riad audit attest --json`. */
export const attestationSchema = z.object({
  witnesses: z.array(z.object({ name: z.string(), ...vouched })),
  timestamp: z.object({ authority: z.string().nullable(), ...vouched }).nullable(),
});
export type AttestationView = z.infer<typeof attestationSchema>;

export function presentAttestation({ witnesses, timestamp }: AttestationStatus): AttestationView {
  return {
    witnesses: witnesses.map(({ name, records, at, problem }) => ({ name, records, at, problem })),
    timestamp:
      timestamp === undefined
        ? null
        : {
            authority: timestamp.authority,
            records: timestamp.records,
            at: timestamp.at,
            problem: timestamp.problem,
          },
  };
}

/** A witness that is away is a warning: the service goes on. One that calls the log another is a problem. */
export function examineAttestation({ witnesses, timestamp }: AttestationStatus): readonly Finding[] {
  return [
    ...witnesses.map((witness) => finding(`witness ${witness.name}`, witness)),
    ...(timestamp === undefined ? [] : [finding('time-stamps', timestamp)]),
  ];
}

function finding(
  name: string,
  { records, at, problem }: { readonly records: number; readonly at: string | null; readonly problem: string | null },
): Finding {
  const covered = at === null ? 'nothing yet' : `${records} records, ${at}`;
  if (problem === null) return { name, state: 'ok', message: covered, remedy: null };
  return {
    name,
    state: 'warning',
    message: `${problem}; so far: ${covered}`,
    remedy: 'It is asked again by itself; ./riad audit attest asks now.',
  };
}

/** For Prometheus: how far behind the log somebody's word is. */
export function attestationLines({ witnesses, timestamp }: AttestationStatus): readonly string[] {
  const all = [
    ...witnesses.map(({ name, ...rest }) => ({ by: `witness="${name.replaceAll(/["\\]/g, '_')}"`, ...rest })),
    ...(timestamp === undefined ? [] : [{ by: 'witness="timestamp"', ...timestamp }]),
  ];
  if (all.length === 0) return [];
  return [
    '# TYPE riad_ledger_attested_records gauge',
    ...all.map(({ by, records }) => `riad_ledger_attested_records{${by}} ${records}`),
    '# TYPE riad_ledger_attestation_failing gauge',
    ...all.map(({ by, problem }) => `riad_ledger_attestation_failing{${by}} ${problem === null ? 0 : 1}`),
  ];
}
