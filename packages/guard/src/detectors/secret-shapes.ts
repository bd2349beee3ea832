/** A key whose provider gives it a fixed beginning. Patterns are sticky, anchored and without nested quantifiers. */
export interface SecretShape {
  readonly detail: string;
  /** First letters and digits of the secret, up to a separator. */
  readonly opener: string;
  readonly pattern: RegExp;
}

/** The opener is a whole run of letters and digits, then `_`, `-` or `.`. */
export const separatedSecrets: readonly SecretShape[] = [
  { detail: 'riad', opener: 'riad', pattern: /riad_[A-Za-z0-9]{8,12}_[A-Za-z0-9_-]{43}/y },
  { detail: 'anthropic', opener: 'sk', pattern: /sk-ant-[A-Za-z0-9_-]{20,200}/y },
  { detail: 'openai', opener: 'sk', pattern: /sk-(?:proj-|svcacct-|admin-|or-v1-|lf-)?[A-Za-z0-9_-]{20,250}/y },
  { detail: 'stripe', opener: 'sk', pattern: /sk_(?:live|test)_[A-Za-z0-9]{16,128}/y },
  { detail: 'stripe', opener: 'rk', pattern: /rk_(?:live|test)_[A-Za-z0-9]{16,128}/y },
  { detail: 'stripe', opener: 'whsec', pattern: /whsec_[A-Za-z0-9+/=]{16,128}/y },
  ...['ghp', 'gho', 'ghu', 'ghs', 'ghr'].map((opener) => ({
    detail: 'github',
    opener,
    pattern: new RegExp(`${opener}_[A-Za-z0-9]{30,251}`, 'y'),
  })),
  { detail: 'github', opener: 'github', pattern: /github_pat_[A-Za-z0-9_]{22,251}/y },
  ...['glpat', 'gldt', 'glrt', 'glcbt', 'glptt', 'glsoat'].map((opener) => ({
    detail: 'gitlab',
    opener,
    pattern: new RegExp(`${opener}-[A-Za-z0-9_.-]{20,64}`, 'y'),
  })),
  ...['xoxa', 'xoxb', 'xoxe', 'xoxo', 'xoxp', 'xoxr', 'xoxs', 'xapp'].map((opener) => ({
    detail: 'slack',
    opener,
    pattern: new RegExp(`${opener}-[A-Za-z0-9-]{10,250}`, 'y'),
  })),
  { detail: 'npm', opener: 'npm', pattern: /npm_[A-Za-z0-9]{36}/y },
  { detail: 'pypi', opener: 'pypi', pattern: /pypi-[A-Za-z0-9_-]{50,300}/y },
  { detail: 'hugging-face', opener: 'hf', pattern: /hf_[A-Za-z0-9]{30,64}/y },
  { detail: 'sendgrid', opener: 'SG', pattern: /SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64}/y },
  { detail: 'digitalocean', opener: 'dop', pattern: /dop_v1_[a-f0-9]{64}/y },
  { detail: 'shopify', opener: 'shpat', pattern: /shpat_[a-fA-F0-9]{32}/y },
  { detail: 'mailgun', opener: 'key', pattern: /key-[a-f0-9]{32}/y },
  { detail: 'telegram', opener: 'bot', pattern: /bot\d{8,10}:[A-Za-z0-9_-]{35}/y },
  { detail: 'vault', opener: 'hvs', pattern: /hvs\.[A-Za-z0-9_-]{24,200}/y },
  { detail: 'google', opener: 'GOCSPX', pattern: /GOCSPX-[A-Za-z0-9_-]{28}/y },
  { detail: 'google', opener: 'ya29', pattern: /ya29\.[A-Za-z0-9_-]{30,300}/y },
  { detail: 'groq', opener: 'gsk', pattern: /gsk_[A-Za-z0-9]{40,64}/y },
  { detail: 'perplexity', opener: 'pplx', pattern: /pplx-[A-Za-z0-9]{40,64}/y },
  { detail: 'replicate', opener: 'r8', pattern: /r8_[A-Za-z0-9]{30,60}/y },
  { detail: 'xai', opener: 'xai', pattern: /xai-[A-Za-z0-9]{60,100}/y },
];

/** The secret is one run of letters and digits, or begins with one of at least 8 characters. */
export const joinedSecrets: readonly SecretShape[] = [
  { detail: 'aws', opener: 'AKIA', pattern: /AKIA[A-Z0-9]{16}(?![A-Za-z0-9])/y },
  { detail: 'aws', opener: 'ASIA', pattern: /ASIA[A-Z0-9]{16}(?![A-Za-z0-9])/y },
  { detail: 'google', opener: 'AIza', pattern: /AIza[A-Za-z0-9_-]{35}/y },
  {
    detail: 'jwt',
    opener: 'eyJ',
    pattern: /eyJ[A-Za-z0-9_-]{8,400}\.eyJ[A-Za-z0-9_-]{4,8192}\.[A-Za-z0-9_-]{10,2048}/y,
  },
  {
    detail: 'jwt',
    opener: 'eyJ',
    pattern: /eyJ[A-Za-z0-9_-]{8,400}\.[A-Za-z0-9_-]{20,8192}\.[A-Za-z0-9_-]{20,2048}/y,
  },
  { detail: 'facebook', opener: 'EAAC', pattern: /EAAC[A-Za-z0-9]{60,250}/y },
  { detail: 'telegram', opener: 'AA', pattern: /AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])/y },
  { detail: 'twilio', opener: 'SK', pattern: /SK[a-f0-9]{32}(?![A-Za-z0-9])/y },
];
