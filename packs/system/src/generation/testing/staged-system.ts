import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FileTree } from '@millwright/factory';
import type { SystemModel } from '../../model/system.ts';
import { generateComponent } from '../components/generate-component.ts';
import { supportFiles } from '../tests/support-files.ts';
import { generateSystemRoot } from '../components/generate-system-root.ts';

const repository = join(import.meta.dirname, '../../../../..');

/** All files of a system that run, in one tree. */
export function generateRunningCode(model: SystemModel): FileTree {
  const tree = new FileTree().merge(generateSystemRoot(model));
  for (const component of model.components) tree.merge(generateComponent(model, component));
  return tree;
}

/** Writes systems side by side into a folder, each in one of its own, with what it takes to check and run them there. */
export function stageSystems(folder: string, models: readonly SystemModel[]): readonly string[] {
  mkdirSync(folder, { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, include: ['*/src', '*/test'] }),
  );
  writeFileSync(join(folder, '.oxlintrc.json'), JSON.stringify(lintConfig));
  return models.map((model, index) => {
    const root = join(folder, `system-${index}`);
    const tree = generateRunningCode(model)
      .merge(supportFiles(model))
      .write('openapi.json', '{ "openapi": "3.1.0" }');
    for (const { path, content } of tree.files()) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    return root;
  });
}

const compilerOptions = {
  target: 'es2024',
  lib: ['es2024', 'esnext.iterator', 'esnext.disposable'],
  module: 'nodenext',
  types: ['node'],
  strict: true,
  noEmit: true,
  erasableSyntaxOnly: true,
  verbatimModuleSyntax: true,
  allowImportingTsExtensions: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  resolveJsonModule: true,
  skipLibCheck: true,
};

const lintConfig = {
  categories: { correctness: 'error', suspicious: 'error' },
  rules: {
    complexity: ['error', { max: 10 }],
    'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    'no-eval': 'error',
    'typescript/no-explicit-any': 'error',
  },
  overrides: [{ files: ['**/test/**'], rules: { 'max-lines-per-function': 'off' } }],
};
