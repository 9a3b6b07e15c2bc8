import { posix } from 'node:path';
import { defineFixer, type FileTree } from '@millwright/factory';
import type { HealingSubject } from '../healing-subject.ts';
import { exportedNames } from '../module-exports.ts';
import { withFile } from '../with-file.ts';

const missingExport = /^(?:Module )?'"([^"]+)"' has no exported member(?: named)? '([A-Za-z_$][\w$]*)'/;
const codes = new Set(['ts2305', 'ts2724']);

/** Follows an export that was given another name in its own file. */
export const renamedFixer = defineFixer<HealingSubject>({
  name: 'system/renamed',
  version: '1',
  description: 'Follows an export that was given another name in its own file.',
  fixes: ({ finding }) => codes.has(finding.code) && finding.place !== undefined,
  fix: (failures, { tree, subject: { generated } }) =>
    failures.reduce((changed, { finding }) => {
      const [, module, name] = missingExport.exec(finding.message) ?? [];
      const file = tree.get(finding.place?.file ?? '');
      if (module === undefined || name === undefined || file === undefined) return changed;
      const renamed = newName(posix.join(posix.dirname(file.path), module), name, tree, generated);
      const content = changed.get(file.path)?.content ?? file.content;
      return renamed === undefined
        ? changed
        : withFile(changed, file.path, importedAs(content, { module, name, renamed }));
    }, tree),
});

/** The one name that a file exports now and did not when it was generated, if one alone is gone from it. */
function newName(path: string, name: string, tree: FileTree, generated: FileTree): string | undefined {
  const before = exportedNames(generated.get(path)?.content ?? '');
  const now = exportedNames(tree.get(path)?.content ?? '');
  const gone = before.filter((one) => !now.includes(one));
  const added = now.filter((one) => !before.includes(one));
  return gone.length === 1 && gone[0] === name && added.length === 1 ? added[0] : undefined;
}

/** The code with the new name imported under the old one, so that nothing else in it changes. */
function importedAs(
  content: string,
  { module, name, renamed }: { readonly module: string; readonly name: string; readonly renamed: string },
): string {
  return content.replace(/\{([^{}]*)\} from '([^']+)'/g, (whole, names: string, from: string) => {
    if (from !== module) return whole;
    const specifiers = names.replace(new RegExp(`\\b${name}\\b(\\s+as\\b)?`), (_, hasAlias?: string) =>
      hasAlias === undefined ? `${renamed} as ${name}` : `${renamed} as`,
    );
    return `{${specifiers}} from '${from}'`;
  });
}
