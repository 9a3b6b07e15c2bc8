import type { Fixer } from '@millwright/factory';
import { bracketFixer } from './fixers/bracket-fixer.ts';
import { editsFixer } from './fixers/edits-fixer.ts';
import { importFixer } from './fixers/import-fixer.ts';
import { jsonFixer } from './fixers/json-fixer.ts';
import { lintFixer } from './fixers/lint-fixer.ts';
import { manifestFixer } from './fixers/manifest-fixer.ts';
import { markerFixer } from './fixers/marker-fixer.ts';
import { modulePathFixer } from './fixers/module-path-fixer.ts';
import { renamedFixer } from './fixers/renamed-fixer.ts';
import {
  allFilesFixer,
  cutFileFixer,
  missingFileFixer,
  namedFileFixer,
  vendorFixer,
} from './fixers/restore-fixers.ts';
import { ruleFixer } from './fixers/rule-fixer.ts';
import { skippedFixer } from './fixers/skipped-fixer.ts';
import { spellingFixer } from './fixers/spelling-fixer.ts';
import { unusedFixer } from './fixers/unused-fixer.ts';
import type { HealingSubject } from './healing-subject.ts';

/**
 * From what is certain and small to what is large: damage that hides everything else first, then what mends one line, then what
 * puts back lines and files.
 */
export const systemFixers: readonly Fixer<HealingSubject>[] = [
  cutFileFixer,
  markerFixer,
  bracketFixer,
  jsonFixer,
  manifestFixer,
  spellingFixer,
  renamedFixer,
  importFixer,
  modulePathFixer,
  unusedFixer,
  ruleFixer,
  lintFixer,
  skippedFixer,
  missingFileFixer,
  vendorFixer,
  editsFixer,
  namedFileFixer,
  allFilesFixer,
];
