import { defineFixer } from '@millwright/factory';
import { editLines, type LineEdit } from '../edit-lines.ts';
import type { HealingSubject } from '../healing-subject.ts';

/** Lets acceptance tests run that are skipped. Whether they pass, the proof then says. */
export const skippedFixer = defineFixer<HealingSubject>({
  name: 'system/skipped-tests',
  version: '1',
  description: 'Lets acceptance tests run that are skipped.',
  fixes: ({ finding: { code, place } }) => code === 'scenario_not_run' && place?.line !== undefined,
  fix: (failures, { tree }) =>
    editLines(
      tree,
      failures.flatMap(({ finding: { place } }): readonly LineEdit[] =>
        place?.line === undefined
          ? []
          : [
              {
                file: place.file,
                line: place.line,
                edit: (text) => text.replace(/\b(test|it)\.(?:skip|todo)\(/, '$1('),
              },
            ],
      ),
    ),
});
