import type { Repairs } from '@millwright/pack-system';

const mostShown = 6;

/** What was repaired, what was tried in vain, and what a person can do about the rest. */
export function repairLines(repairs: Repairs | undefined, folder: string): readonly string[] {
  if (repairs === undefined) return [];
  const { status, attempts, leftAlone } = repairs;
  const kept = attempts.filter(({ outcome }) => outcome === 'accepted');
  const vain = attempts.filter(({ outcome }) => outcome !== 'accepted');
  const line = ({ fixer, files }: Repairs['attempts'][number], rest: string) =>
    `  ${[fixer, shortened(files), rest].filter(Boolean).join(': ')}`;
  return [
    ...titled(
      'Repaired',
      kept.map((one) => line(one, effectOf(one))),
    ),
    ...(status === 'healed'
      ? []
      : [
          ...titled(
            'Tried in vain',
            vain.map((one) => line(one, one.why ?? '')),
          ),
          ...titled('Not repaired', [
            '  What is left is listed above.',
            ...(leftAlone.length === 0
              ? []
              : [
                  `  Edited since it was generated: ${shortened(leftAlone)}`,
                  `  millwright verify ${folder} --heal --restore takes back the edits that break something`,
                ]),
          ]),
        ]),
  ];
}

function effectOf({ before, after, note }: Repairs['attempts'][number]): string {
  const more = after > before ? ', of which more can be seen now' : '';
  return `${before} → ${after} failures${more}${note === undefined ? '' : ` (${note})`}`;
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  const shown = lines.slice(0, mostShown);
  const more = lines.length - shown.length;
  return lines.length === 0 ? [] : ['', `${title}:`, ...shown, ...(more > 0 ? [`  and ${more} more`] : [])];
}

function shortened(files: readonly string[]): string {
  return files.length > 3 ? `${files.slice(0, 3).join(', ')} and ${files.length - 3} more` : files.join(', ');
}
