import { readField } from '../blueprint/field-notation.ts';
import { proposeNotation } from '../blueprint/propose-notation.ts';
import type { TypeNames } from './type-names.ts';

/** What was written as in another language, as it is written here; undefined when nothing right comes of it. */
export function suggestNotation(notation: string, { entities, typeOf }: TypeNames): string | undefined {
  const proposal = proposeNotation(notation, entities);
  const reading = proposal === undefined ? undefined : readField(proposal, { typeOf });
  const isRight =
    reading !== undefined &&
    !('problem' in reading) &&
    reading.entities.every(({ name }) => entities.has(name));
  return isRight ? `Write \`${proposal}\`.` : undefined;
}
