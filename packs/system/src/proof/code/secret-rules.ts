/** Text that looks like a credential. `value` names the group that holds it, for rules that match its surroundings too. */
export interface SecretRule {
  readonly code: string;
  readonly what: string;
  readonly pattern: RegExp;
  /** Values below this many bits per character are words, not keys. */
  readonly minEntropy?: number;
}

/** Formats as documented by those who issue the keys. */
export const secretRules: readonly SecretRule[] = [
  {
    code: 'secret_private_key',
    what: 'a private key',
    pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/g,
  },
  { code: 'secret_aws_key', what: 'an AWS access key', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
  {
    code: 'secret_github_token',
    what: 'a GitHub token',
    pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})/g,
  },
  { code: 'secret_gitlab_token', what: 'a GitLab token', pattern: /\bglpat-[A-Za-z0-9_-]{20,}/g },
  { code: 'secret_npm_token', what: 'an npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { code: 'secret_slack_token', what: 'a Slack token', pattern: /\bxox[abposr]-[A-Za-z0-9-]{10,}/g },
  { code: 'secret_google_key', what: 'a Google API key', pattern: /\bAIza[A-Za-z0-9_-]{35}/g },
  {
    code: 'secret_stripe_key',
    what: 'a Stripe key',
    pattern: /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}/g,
  },
  {
    code: 'secret_model_key',
    what: 'a key for a language model',
    pattern: /\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{32,}/g,
    minEntropy: 3.5,
  },
  {
    code: 'secret_web_token',
    what: 'a JSON web token',
    pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/g,
  },
  {
    code: 'secret_in_url',
    what: 'a password in an address',
    pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@'"`$<>{}]+:(?<value>[^\s/@'"`$<>{}]{3,})@/gi,
  },
  {
    code: 'secret_assigned',
    what: 'a credential',
    pattern:
      /(?:password|passwd|secret|api[_-]?key|access[_-]?key|auth[_-]?token|private[_-]?key|client[_-]?secret)["']?\s*[:=]\s*["'`](?<value>[^\s"'`]{12,})["'`]/gi,
    minEntropy: 3,
  },
];
