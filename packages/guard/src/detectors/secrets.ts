import type { Finding } from '@riad/contracts';

interface SecretShape {
  readonly detail: string;
  /** Literal that every secret of this shape holds at its start; found with `indexOf`, so a scan is linear. */
  readonly opener: string;
  /** Sticky, anchored at the opener, one quantified class and so linear. */
  readonly pattern: RegExp;
}

/**
 * Keys that providers give a fixed beginning (their published formats, and Riad's own). A match needs no context: nothing
 * else begins like that and goes on like that.
 */
const shapes: readonly SecretShape[] = [
  { detail: 'riad', opener: 'riad_', pattern: /riad_[A-Za-z0-9]{8,12}_[A-Za-z0-9_-]{43}/y },
  { detail: 'anthropic', opener: 'sk-ant-', pattern: /sk-ant-[A-Za-z0-9_-]{20,200}/y },
  { detail: 'openai', opener: 'sk-', pattern: /sk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,200}/y },
  { detail: 'aws', opener: 'AKIA', pattern: /AKIA[A-Z0-9]{16}/y },
  { detail: 'aws', opener: 'ASIA', pattern: /ASIA[A-Z0-9]{16}/y },
  { detail: 'github', opener: 'ghp_', pattern: /ghp_[A-Za-z0-9]{36,251}/y },
  { detail: 'github', opener: 'gho_', pattern: /gho_[A-Za-z0-9]{36,251}/y },
  { detail: 'github', opener: 'ghu_', pattern: /ghu_[A-Za-z0-9]{36,251}/y },
  { detail: 'github', opener: 'ghs_', pattern: /ghs_[A-Za-z0-9]{36,251}/y },
  { detail: 'github', opener: 'ghr_', pattern: /ghr_[A-Za-z0-9]{36,251}/y },
  { detail: 'github', opener: 'github_pat_', pattern: /github_pat_[A-Za-z0-9_]{22,251}/y },
  { detail: 'gitlab', opener: 'glpat-', pattern: /glpat-[A-Za-z0-9_-]{20,64}/y },
  { detail: 'slack', opener: 'xox', pattern: /xox[abeoprs]-[A-Za-z0-9-]{10,250}/y },
  { detail: 'google', opener: 'AIza', pattern: /AIza[A-Za-z0-9_-]{35}/y },
  { detail: 'stripe', opener: 'sk_live_', pattern: /sk_live_[A-Za-z0-9]{16,128}/y },
  { detail: 'stripe', opener: 'rk_live_', pattern: /rk_live_[A-Za-z0-9]{16,128}/y },
  { detail: 'npm', opener: 'npm_', pattern: /npm_[A-Za-z0-9]{36}/y },
  { detail: 'hugging-face', opener: 'hf_', pattern: /hf_[A-Za-z0-9]{30,64}/y },
  { detail: 'sendgrid', opener: 'SG.', pattern: /SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64}/y },
  {
    detail: 'jwt',
    opener: 'eyJ',
    pattern: /eyJ[A-Za-z0-9_-]{8,2048}\.eyJ[A-Za-z0-9_-]{4,8192}\.[A-Za-z0-9_-]{10,2048}/y,
  },
  { detail: 'private-key', opener: '-----BEGIN ', pattern: /-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY-----/y },
];

const wordCharacter = /[A-Za-z0-9_-]/;

/** Provider keys, tokens and private keys in one text. Secrets are blocked, never replaced (docs/principles.md). */
export function findSecrets(text: string): readonly Finding[] {
  const findings: Finding[] = [];
  for (const shape of shapes) {
    for (let at = text.indexOf(shape.opener); at !== -1; at = text.indexOf(shape.opener, at + 1)) {
      const end = matchAt(text, shape, at);
      if (end === undefined) continue;
      findings.push({ type: 'secret', detail: shape.detail, start: at, end, score: 0.99, checksum: null });
      at = end - 1;
    }
  }
  return withoutOverlaps(findings);
}

function matchAt(text: string, { pattern }: SecretShape, at: number): number | undefined {
  if (at > 0 && wordCharacter.test(text.charAt(at - 1)) && wordCharacter.test(text.charAt(at))) return undefined;
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const end = at + match[0].length;
  return match[0].startsWith('-----BEGIN ') ? endOfPrivateKey(text, end) : end;
}

/** A private key goes on to its END line; one cut short goes on to the end of the text. */
function endOfPrivateKey(text: string, from: number): number {
  const close = text.indexOf('PRIVATE KEY-----', from);
  return close === -1 ? text.length : close + 'PRIVATE KEY-----'.length;
}

/** Keeps the first and longest where several shapes recognise the same characters. */
function withoutOverlaps(findings: readonly Finding[]): readonly Finding[] {
  const kept: Finding[] = [];
  for (const finding of findings.toSorted((left, right) => left.start - right.start || right.end - left.end)) {
    if (finding.start >= (kept.at(-1)?.end ?? 0)) kept.push(finding);
  }
  return kept;
}
