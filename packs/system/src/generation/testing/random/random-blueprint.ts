import { stringify } from 'yaml';
import { BlueprintError } from '../../../blueprint/errors.ts';
import { lowerBlueprint } from '../../../lowering/lower-blueprint.ts';
import { Choices } from './choices.ts';
import { randomFields } from './random-fields.ts';
import { type RandomEntity, RandomOperation } from './random-operation.ts';

const entityNames = [
  'Account',
  'Book',
  'Cart',
  'Class',
  'Event',
  'Item',
  'Message',
  'Order',
  'Page',
  'Result',
  'Row',
  'User',
] as const;

/** A sound blueprint with random entities and those of many random operations that are accepted. */
export function randomBlueprint(seed: number): string {
  const choices = new Choices(seed);
  const storage = choices.oneOf(['memory', 'sqlite', 'postgresql']);
  const names = [...new Set(choices.several(1, 4, () => choices.oneOf(entityNames)))];
  const entities: RandomEntity[] = [];
  const documents: Record<string, object> = {};
  const written = (operations: object) =>
    stringify(
      {
        millwright: 1,
        name: 'random',
        storage,
        entities: documents,
        ...(Object.keys(operations).length > 0 ? { operations } : {}),
      },
      { lineWidth: 0 },
    );
  for (const name of names) {
    const fields = randomFields(
      choices,
      1,
      7,
      entities.map((entity) => entity.name),
    );
    documents[name] = {
      fields: Object.fromEntries(fields.map((field) => [field.name, field.notation])),
      ...options(choices),
    };
    if (isAccepted(written({}))) entities.push({ name, fields });
    else delete documents[name];
  }
  let operations: Record<string, object> = {};
  if (entities.length === 0) return randomBlueprint(seed + 1_000_003);
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const more = {
      ...operations,
      [`run${attempt}`]: new RandomOperation(choices, entities).document(`run-${attempt}`),
    };
    if (isAccepted(written(more))) operations = more;
  }
  return written(operations);
}

function options(choices: Choices): object {
  return {
    ...(choices.isSo(15) ? { softDelete: true } : {}),
    ...(choices.isSo(15) ? { versions: true } : {}),
    ...(choices.isSo(10) ? { paging: 'cursor' } : {}),
    ...(choices.isSo(10) ? { envelope: true } : {}),
  };
}

function isAccepted(yaml: string): boolean {
  try {
    lowerBlueprint(yaml);
    return true;
  } catch (error) {
    if (!(error instanceof BlueprintError)) throw error;
    return false;
  }
}
