import { defineFixer, diffTrees, type Failure, FileTree, type Fixer } from '@millwright/factory';
import type { HealingSubject } from '../healing-subject.ts';

/** Puts back generated files that are no longer there. */
export const missingFileFixer = restoring({
  name: 'system/missing-files',
  description: 'Puts back generated files that are no longer there.',
  fixes: () => true,
  restores: (_, path, tree) => tree.get(path) === undefined,
});

/** Puts back generated files of which only the beginning is left, or nothing: there is no work of a person in them. */
export const cutFileFixer = restoring({
  name: 'system/cut-files',
  description: 'Puts back generated files of which only the beginning is left.',
  fixes: () => true,
  restores: (_, path, tree, generated) =>
    generated.get(path)?.content.startsWith(tree.get(path)?.content.trimEnd() ?? '-') === true,
  isHarmless: true,
});

/** Puts the vendored harness back: it is installed, and nobody's work. */
export const vendorFixer = restoring({
  name: 'system/vendor',
  description: 'Puts the vendored harness back as it came.',
  fixes: () => true,
  restores: (_, path) => path.startsWith('vendor/'),
  isHarmless: true,
});

/** Puts back, as they were generated, the files that findings point at. */
export const namedFileFixer = restoring({
  name: 'system/named-files',
  description: 'Puts back, as they were generated, the files that findings point at.',
  fixes: ({ finding }) => finding.place !== undefined,
  restores: (failures, path) => failures.some(({ finding }) => finding.place?.file === path),
});

/** Puts everything back as it was generated: for failures that do not say where they come from. */
export const allFilesFixer = restoring({
  name: 'system/all-files',
  description: 'Puts every file back as it was generated.',
  fixes: () => true,
  restores: () => true,
});

interface Restoring {
  readonly name: string;
  readonly description: string;
  readonly fixes: (failure: Failure) => boolean;
  readonly restores: (
    failures: readonly Failure[],
    path: string,
    tree: FileTree,
    generated: FileTree,
  ) => boolean;
  /** Whether nothing that a person wrote can be lost by it. */
  readonly isHarmless?: true;
}

function restoring({ name, description, fixes, restores, isHarmless }: Restoring): Fixer<HealingSubject> {
  return defineFixer<HealingSubject>({
    name,
    version: '1',
    description,
    fixes,
    fix: (failures, { tree, subject: { generated, mayRestore } }) => {
      const changes = diffTrees(tree, generated).filter(
        (change) =>
          change.kind !== 'removed' &&
          (isHarmless === true || mayRestore(change.path)) &&
          restores(failures, change.path, tree, generated),
      );
      const restored = new Map(
        changes.flatMap((change) =>
          change.kind === 'removed' ? [] : [[change.path, change.after] as const],
        ),
      );
      const kept = tree.files().filter(({ path }) => !restored.has(path));
      return FileTree.from([...kept, ...restored.values()]);
    },
  });
}
