import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Problems } from '../../blueprint/problems.ts';

/** A subject of NATS: words with points between them; where it is read, `*` and `>` stand for others. What is none is reported. */
export function lowerTopic(
  text: string,
  path: DocumentPath,
  { isRead }: { readonly isRead: boolean },
  problems: Problems,
): string | undefined {
  const word = '[A-Za-z0-9_-]+';
  const plain = new RegExp(`^${word}(\\.${word})*$`);
  const pattern = new RegExp(`^(${word}|\\*)(\\.(${word}|\\*))*(\\.>)?$`);
  if (plain.test(text) || (isRead && pattern.test(text))) return text;
  const isPattern = pattern.test(text);
  problems.add({
    code: 'invalid_value',
    path,
    message: isPattern
      ? `A message is published on one topic, and \`${text}\` stands for many.`
      : `\`${text}\` is no topic: topics are words with points between them.`,
    suggestion: isRead
      ? 'Write `readings.kitchen`, `readings.*` or `readings.>`.'
      : 'Write `alarms.kitchen`.',
  });
  return undefined;
}
