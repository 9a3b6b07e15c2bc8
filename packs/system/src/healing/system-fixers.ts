import type { Fixer } from '@millwright/factory';
import { importFixer } from './fixers/import-fixer.ts';
import { lintFixer } from './fixers/lint-fixer.ts';
import { modulePathFixer } from './fixers/module-path-fixer.ts';
import { allFilesFixer, missingFileFixer, namedFileFixer } from './fixers/restore-fixers.ts';
import { spellingFixer } from './fixers/spelling-fixer.ts';
import { unusedFixer } from './fixers/unused-fixer.ts';
import type { HealingSubject } from './healing-subject.ts';

/** From the smallest change to the largest: what mends one line comes before what puts whole files back. */
export const systemFixers: readonly Fixer<HealingSubject>[] = [
  spellingFixer,
  importFixer,
  modulePathFixer,
  unusedFixer,
  lintFixer,
  missingFileFixer,
  namedFileFixer,
  allFilesFixer,
];
