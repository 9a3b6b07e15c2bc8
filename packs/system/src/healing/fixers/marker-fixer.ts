import { defineFixer, FileTree, type GeneratedFile } from '@millwright/factory';
import type { HealingSubject } from '../healing-subject.ts';

const conflict =
  /^<{7}[^\n]*\n([\s\S]*?)(?:^\|{7}[^\n]*\n[\s\S]*?)?^={7}\r?\n([\s\S]*?)^>{7}[^\n]*(?:\n|$)/gm;
const codes = new Set(['ts1185', 'syntax_error', 'manifest_invalid']);

/** Takes one side where a merge left both: the first, which is one's own, and if that is no good, the other. */
export const markerFixer = defineFixer<HealingSubject>({
  name: 'system/merge-markers',
  version: '1',
  description: 'Takes one side where a merge left both with its marks: first the own, then the other.',
  tries: 2,
  fixes: ({ finding }) => codes.has(finding.code),
  fix: (_, { tree, earlier }) => {
    const wasTried = earlier.some(({ fixer }) => fixer === 'system/merge-markers');
    return FileTree.from(tree.files().map((file) => resolved(file, wasTried ? 2 : 1)));
  },
});

function resolved(file: GeneratedFile, side: 1 | 2): GeneratedFile {
  const content = file.content.replace(conflict, (_, own: string, other: string) =>
    side === 1 ? own : other,
  );
  return { ...file, content };
}
