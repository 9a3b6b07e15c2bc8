import { childrenOf } from '../expression/children-of.ts';
import type { Expression, ExpressionNode } from '../expression/expression.ts';
import type { Entity } from '../model/entity.ts';
import type { Field } from '../model/field.ts';
import type { Assignment, Step } from '../model/operation.ts';
import { allSteps } from '../model/walk-steps.ts';
import { capitalise, spaced } from '../naming/letter-case.ts';

/**
 * Steps that look up the records which a request names and no step looks up by itself: an id that is only passed on, to an event
 * say, must belong to a record all the same.
 */
export function uncheckedReferences(
  input: readonly Field[],
  steps: readonly Step[],
  entities: ReadonlyMap<string, Entity>,
): readonly Step[] {
  const every = allSteps(steps);
  return input.flatMap((field) => {
    if (field.type.kind !== 'reference' || every.some((step) => checks(step, field, entities))) return [];
    return [lookUp(field, field.type.entity)];
  });
}

function checks(step: Step, field: Field, entities: ReadonlyMap<string, Entity>): boolean {
  if (step.kind === 'load') return step.by.kind === 'id' && isInput(step.by.value.node, field.name);
  return keepsInput(step, field, entities);
}

/** True when the step writes the field of the input to a record, which checks the ids in it. */
export function keepsInput(step: Step, field: Field, entities: ReadonlyMap<string, Entity>): boolean {
  switch (step.kind) {
    case 'create':
    case 'update':
      return (
        (step.fromInput && has(entities.get(step.entity), field)) ||
        step.set.some((one) => passes(one, field))
      );
    case 'upsert':
      return [...step.key, ...step.set].some((one) => passes(one, field));
    default:
      return false;
  }
}

/** Only the fields of the input that the record has are copied. */
function has(entity: Entity | undefined, { name }: Field): boolean {
  return entity?.fields.some((field) => field.name === name) ?? false;
}

function passes({ value }: Assignment, field: Field): boolean {
  return holdsInput(value.node, field.name);
}

function holdsInput(node: ExpressionNode, name: string): boolean {
  return isInput(node, name) || childrenOf(node).some((child) => holdsInput(child, name));
}

/** `input.name` */
export function isInput(node: ExpressionNode, name: string): boolean {
  return (
    node.kind === 'member' &&
    node.name === name &&
    node.target.kind === 'variable' &&
    node.target.name === 'input'
  );
}

function lookUp(field: Field, entity: string): Step {
  const load: Step = {
    kind: 'load',
    entity,
    as: `referred${capitalise(field.name)}`,
    by: { kind: 'id', value: inputValue(field.name, entity, field.isOptional) },
    missing: {
      status: 400,
      code: 'invalid_input',
      message: `There is no ${spaced(entity)} with this id`,
      about: { field: field.name, code: 'unknown_reference' },
    },
  };
  if (!field.isOptional) return load;
  return { kind: 'if', condition: isGiven(field.name, entity), whenTrue: [load], whenFalse: [] };
}

function inputValue(name: string, entity: string, isNarrowed: boolean): Expression {
  const type = { kind: 'reference', entity } as const;
  const target = {
    kind: 'variable',
    name: 'input',
    type: { kind: 'object', fields: { [name]: type } },
  } as const;
  const node: ExpressionNode = {
    kind: 'member',
    target,
    name,
    type,
    ...(isNarrowed ? { isNarrowed: true } : {}),
  };
  return { source: `input.${name}`, node, type };
}

function isGiven(name: string, entity: string): Expression {
  const type = { kind: 'boolean' } as const;
  const inner = { kind: 'nullable', of: { kind: 'reference', entity } } as const;
  const target = {
    kind: 'variable',
    name: 'input',
    type: { kind: 'object', fields: { [name]: inner } },
  } as const;
  const left: ExpressionNode = { kind: 'member', target, name, type: inner };
  const right: ExpressionNode = { kind: 'literal', value: null, type: { kind: 'null' } };
  return {
    source: `input.${name} != null`,
    node: { kind: 'binary', operator: '!=', left, right, type },
    type,
  };
}
