import { relative } from 'node:path';
import type { LookedAt } from '@millwright/pack-system';

/** What was found that may help, and where. Nothing when nothing was. */
export function lookedAtLines(lookedAt: LookedAt | undefined, workingDirectory: string): readonly string[] {
  if (lookedAt === undefined) return [];
  const { suggestions, similar, unavailable } = lookedAt;
  const lines = [
    ...suggestions.map(
      ({ about, source, title, excerpt }) => `  ${about}  ${source} › ${title}\n      ${excerpt}`,
    ),
    ...similar.map(({ title, folder, builtAt, shared }) => {
      const place = relative(workingDirectory, folder) || '.';
      return `  ${title}, built on ${builtAt.slice(0, 10)} in ${place}, has ${shared.join(', ')} as well`;
    }),
    ...unavailable.map(({ source, why }) => `  ${source} could not be asked: ${why}`),
  ];
  return lines.length === 0 ? [] : ['', 'What I looked at:', ...lines];
}
