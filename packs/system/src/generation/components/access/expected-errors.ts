import type { SourceFile } from '../../code/source-file.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { problemFile } from '../domain/refusal.ts';
import { passwordsFile } from './access-files.ts';

/** Errors by which transactions end without anything being wrong with the system. */
export function expectedErrors({ operations }: SystemPlan, file: SourceFile): string {
  const problem = file.imports.value(problemFile, 'Problem');
  const hasPasswords = [...operations.values()].some(({ usesPasswords }) => usesPasswords);
  return hasPasswords ? `${problem}, ${file.imports.value(passwordsFile, 'PasswordWorkNeeded')}` : problem;
}
