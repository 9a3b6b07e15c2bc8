import type { Finding, GeneratedFile } from '@millwright/factory';
import { type SecretRule, secretRules } from './secret-rules.ts';

/** Words that stand where a credential belongs, and names of environment variables. */
const placeholder =
  /^(?:\$|<|%|\{|process\.env|env\.)|example|placeholder|change-?me|your[-_]|dummy|x{4,}|\*{3,}/i;

const shownCharacters = 4;

/** Finds what looks like a credential. The finding shows its first characters only. */
export function scanSecrets(files: Iterable<GeneratedFile>): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { path, content } of files) {
    for (const rule of secretRules) findings.push(...scan(rule, path, content));
  }
  return findings;
}

function* scan(rule: SecretRule, path: string, content: string): Generator<Finding> {
  for (const match of content.matchAll(rule.pattern)) {
    const value = match.groups?.value ?? match[0];
    if (!isCredential(rule, value)) continue;
    const before = content.slice(0, match.index);
    yield {
      code: rule.code,
      severity: 'error',
      message: `This looks like ${rule.what}: ${value.slice(0, shownCharacters)}…`,
      place: {
        file: path,
        line: before.split('\n').length,
        column: before.length - before.lastIndexOf('\n'),
      },
      fix: 'Take it out, read it from the environment, and have it replaced where it was issued.',
    };
  }
}

/** The text with no more than the first characters of what looks like a credential. */
export function hideSecrets(text: string): string {
  return secretRules.reduce(
    (rest, rule) =>
      rest.replace(rule.pattern, (...match) => {
        const [whole] = match as [string];
        const groups = match.at(-1) as Record<string, string> | string;
        const value = typeof groups === 'string' ? whole : (groups['value'] ?? whole);
        return isCredential(rule, value)
          ? whole.replace(value, `${value.slice(0, shownCharacters)}…`)
          : whole;
      }),
    text,
  );
}

function isCredential(rule: SecretRule, value: string): boolean {
  return !placeholder.test(value) && entropy(value) >= (rule.minEntropy ?? 0);
}

/** Shannon entropy in bits per character. */
function entropy(text: string): number {
  const counts = Map.groupBy(text, (character) => character);
  return [...counts.values()]
    .map(({ length }) => length / text.length)
    .reduce((sum, share) => sum - share * Math.log2(share), 0);
}
