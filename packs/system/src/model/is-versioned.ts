import type { Operation } from './operation.ts';
import type { SystemModel } from './system.ts';
import { typeOfVariable } from './variable-type.ts';

/** Whether the answer is a record that counts its versions. */
export function isVersioned({ entities }: SystemModel, { answer: { body }, steps }: Operation): boolean {
  if (body.kind !== 'variable') return false;
  const type = typeOfVariable(body.name, steps);
  return (
    type?.kind === 'record' &&
    entities.some(({ name, versions }) => name === type.entity && versions !== undefined)
  );
}
