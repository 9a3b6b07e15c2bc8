import { sampleValue } from '../../acceptance/samples/sample-value.ts';
import { evaluate, type Scope } from '../../acceptance/simulation/evaluate.ts';
import { whenSimulated } from '../../acceptance/simulation/when-simulated.ts';
import type { ExpressionNode } from '../../expression/expression.ts';
import type { Field } from '../../model/field.ts';
import { bodySent } from '../../acceptance/samples/body-sent.ts';
import type { Operation } from '../../model/operation.ts';
import type { JsonValue } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { sampleFormat } from '../../acceptance/samples/sample-format.ts';

/** An input the operation accepts; undefined when a field has no sample. */
export function inputExample(model: SystemModel, operation: Operation): JsonValue | undefined {
  const body = example(model, operation.entity, operation.input);
  return body === undefined ? undefined : bodySent(operation, body);
}

/** A record as an answer shows it. */
export function recordExample(model: SystemModel, entityName: string): JsonValue | undefined {
  const entity = model.entities.find((one) => one.name === entityName);
  if (!entity) return undefined;
  const known: Readonly<Record<string, JsonValue>> = {
    id: sampleFormat('uuid', 0),
    createdAt: exampleInstant,
    updatedAt: exampleInstant,
    state: entity.machine?.initial ?? '',
  };
  const managed = entity.fields.filter((field) => field.managed !== undefined);
  const values = example(
    model,
    entityName,
    entity.fields.filter((field) => field.managed === undefined),
  );
  if (typeof values !== 'object' || values === null) return undefined;
  const all: Readonly<Record<string, JsonValue>> = {
    ...(values as Readonly<Record<string, JsonValue>>),
    ...Object.fromEntries(managed.map((field) => [field.name, known[field.managed ?? 'id'] ?? null])),
  };
  const shown = entity.fields.filter(({ isHidden }) => isHidden !== true);
  const computed = (entity.computed ?? []).flatMap(({ name, computed: { node } }): [string, JsonValue][] => {
    const value = evaluated(node, { record: all, now: exampleInstant, today: exampleInstant.slice(0, 10) });
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries([
    ...shown.map(({ name }): [string, JsonValue] => [name, all[name] ?? null]),
    ...computed,
  ]);
}

const exampleInstant = '2031-05-14T09:30:00.000Z';

/** Undefined for what only a running system can tell. */
function evaluated(node: ExpressionNode, scope: Scope): JsonValue | undefined {
  return whenSimulated(() => evaluate(node, scope), undefined);
}

function example(model: SystemModel, owner: string, fields: readonly Field[]): JsonValue | undefined {
  const values: [string, JsonValue][] = [];
  for (const field of fields) {
    const value = sampleValue(field, { owner, n: 0, reference: referenceExample(model) });
    if (value !== undefined) values.push([field.name, value]);
    else if (!field.isOptional) return undefined;
  }
  return Object.fromEntries(values);
}

/** Ids that differ from entity to entity, as those of real records would. */
function referenceExample(model: SystemModel): (entity: string) => string {
  return (entity) => sampleFormat('uuid', 100 + model.entities.findIndex((one) => one.name === entity));
}
