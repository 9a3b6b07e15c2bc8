import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineFixer, FileTree, runProcess, writeTree } from '@millwright/factory';
import { lintRules } from '../../proof/code/lint-rules.ts';
import { resolveOxlint } from '../../proof/staging/tools.ts';
import type { HealingSubject } from '../healing-subject.ts';

const timeoutMs = 60_000;

/** Lets the linter make its changes, also those it only suggests: what breaks something is taken back. */
export const lintFixer = defineFixer<HealingSubject>({
  name: 'system/lint',
  version: '1',
  description: 'Makes the changes that the linter suggests.',
  fixes: ({ check }) => check === 'lint',
  fix: async (failures, { tree, signal }) => {
    const paths = [...new Set(failures.flatMap(({ finding }) => finding.place?.file ?? []))];
    const files = paths.flatMap((path) => tree.get(path) ?? []);
    if (files.length === 0) return undefined;
    const folder = await mkdtemp(join(tmpdir(), 'millwright-lint-'));
    try {
      await writeTree(FileTree.from(files), folder, { ifExists: 'replace', signal });
      const configuration = join(folder, 'rules.oxlintrc.json');
      await writeFile(configuration, JSON.stringify(lintRules));
      const { command, leadingArgs } = resolveOxlint();
      const args = [
        ...leadingArgs,
        '--disable-nested-config',
        '--config',
        configuration,
        '--fix',
        '--fix-suggestions',
        ...paths,
      ];
      await runProcess({ command, args, cwd: folder, env: {}, timeoutMs, signal });
      const fixed = new Map(
        await Promise.all(
          paths.map(async (path) => [path, await readFile(join(folder, path), 'utf8')] as const),
        ),
      );
      return FileTree.from(
        tree.files().map((file) => ({ ...file, content: fixed.get(file.path) ?? file.content })),
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
});
