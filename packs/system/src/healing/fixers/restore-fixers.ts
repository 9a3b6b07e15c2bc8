import { defineFixer, diffTrees, type Failure, FileTree, type Fixer } from '@millwright/factory';
import type { HealingSubject } from '../healing-subject.ts';

/** Puts back generated files that are no longer there. */
export const missingFileFixer = restoring({
  name: 'system/missing-files',
  description: 'Puts back generated files that are no longer there.',
  fixes: () => true,
  restores: (_, path, tree) => tree.get(path) === undefined,
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
  readonly restores: (failures: readonly Failure[], path: string, tree: FileTree) => boolean;
}

function restoring({ name, description, fixes, restores }: Restoring): Fixer<HealingSubject> {
  return defineFixer<HealingSubject>({
    name,
    version: '1',
    description,
    fixes,
    fix: (failures, { tree, subject: { generated, mayRestore } }) => {
      const changes = diffTrees(tree, generated).filter(
        (change) =>
          change.kind !== 'removed' && mayRestore(change.path) && restores(failures, change.path, tree),
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
