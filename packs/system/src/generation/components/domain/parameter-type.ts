import type { SourceFile } from '../../code/source-file.ts';
import type { PathParameterPlan } from '../../plan/operation-plan.ts';
import { typeText } from './field-type.ts';

/** The type of a parameter of the path: text, unless it has one of its own. */
export function parameterType({ field }: PathParameterPlan, file: SourceFile): string {
  return field === undefined ? 'string' : typeText(field.type, file);
}
