import { defineFixer, type Failure, FileTree } from '@millwright/factory';
import type { HealingSubject } from '../healing-subject.ts';
import { type ExportPlace, exportsOf, importPath } from '../module-exports.ts';

const missingName = /^Cannot find name '([A-Za-z_$][\w$]*)'/;
const codes = new Set(['ts2304', 'ts2552', 'ts2503', 'ts18004']);

/** Imports a name that exactly one file of the system exports. */
export const importFixer = defineFixer<HealingSubject>({
  name: 'system/import',
  version: '1',
  description: 'Imports a name that exactly one file of the system exports.',
  fixes: ({ finding }) => codes.has(finding.code) && finding.place !== undefined,
  fix: (failures, { tree, subject }) => {
    const places = exportsOf(tree);
    // What the generators import from packages is known from the system as it was made.
    const wanted = new Map<string, Set<string>>();
    for (const failure of failures) {
      const line = importFor(failure, places, subject.generated);
      const file = failure.finding.place?.file;
      if (line !== undefined && file !== undefined)
        wanted.set(file, (wanted.get(file) ?? new Set<string>()).add(line));
    }
    return FileTree.from(
      tree.files().map((file) => {
        const lines = wanted.get(file.path);
        return lines === undefined ? file : { ...file, content: `${[...lines].join('\n')}\n${file.content}` };
      }),
    );
  },
});

function importFor(
  { finding: { message, place } }: Failure,
  places: ReadonlyMap<string, ExportPlace>,
  generated: FileTree,
): string | undefined {
  const name = missingName.exec(message)?.[1] ?? /'([A-Za-z_$][\w$]*)'/.exec(message)?.[1];
  const file = place?.file;
  if (name === undefined || file === undefined) return undefined;
  const found = places.get(name);
  if (found && found.file !== file) {
    return `import ${found.isType ? 'type ' : ''}{ ${name} } from '${importPath(file, found.file)}';`;
  }
  return packageImport(name, generated);
}

/** The import of the name from a package, as some generated file has it. */
function packageImport(name: string, generated: FileTree): string | undefined {
  const pattern = new RegExp(
    `^import (type )?\\{[^}]*?(type )?\\b${escaped(name)}\\b[^}]*\\} from '([^'.][^']*)';`,
    'm',
  );
  for (const { path, content } of generated.files()) {
    if (!path.endsWith('.ts')) continue;
    const [, all, own, source] = pattern.exec(content) ?? [];
    if (source) return `import ${all || own ? 'type ' : ''}{ ${name} } from '${source}';`;
  }
  return undefined;
}

function escaped(text: string): string {
  return text.replace(/[$]/g, String.raw`\$`);
}
