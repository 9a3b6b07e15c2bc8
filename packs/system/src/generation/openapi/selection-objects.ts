import { selectionParameter } from '../../lowering/lower-selection.ts';
import type { Operation, Selection } from '../../model/operation.ts';
import { shownEntity } from '../../model/public-entities.ts';
import type { SystemModel } from '../../model/system.ts';
import type { JsonSchema } from './field-schema.ts';
import { recordSchema } from './schemas.ts';

/** The query parameter that says which fields of the records are wanted. */
export function selectionParameters({ selection }: Operation): readonly JsonSchema[] {
  if (selection === undefined) return [];
  const schema = { type: 'array', minItems: 1, items: { type: 'string', enum: selection.fields } };
  return [
    {
      name: selectionParameter,
      in: 'query',
      required: false,
      schema,
      style: 'form',
      explode: false,
      description: 'The fields that are answered; all of them when left out.',
    },
  ];
}

/** Records that may lack every field. */
export function partsSchema({ entities }: SystemModel, { entity, of }: Selection): JsonSchema {
  const name = shownEntity({ entities }, entity);
  const whole = entities.find((one) => one.name === name);
  const part: JsonSchema = whole === undefined ? {} : { ...recordSchema(whole), required: [] };
  return of === 'list' ? { type: 'array', items: part } : part;
}
