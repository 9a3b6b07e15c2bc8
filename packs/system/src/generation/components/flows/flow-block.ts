import type { ValueType } from '../../../expression/expression.ts';
import { variablesIn } from '../../../expression/expression-walk.ts';
import { typeOfField } from '../../../expression/value-type.ts';
import type { BlockVariable, FlowBlock, HttpCall } from '../../../model/flow.ts';
import type { Step } from '../../../model/operation.ts';
import { readsOf } from '../../plan/variable-reads.ts';

/** What a block may read: the event, what earlier blocks declared, and why the flow failed. */
export type Known = ReadonlyMap<string, ValueType>;

/** The variables that a block leaves to those after it. */
export function variablesOf(block: FlowBlock): readonly BlockVariable[] {
  if (block.kind === 'transaction') return block.variables;
  if (block.kind !== 'call' || block.answer === undefined) return [];
  const { as, fields } = block.answer;
  const types = Object.fromEntries(fields.map((field) => [field.name, typeOfField(field)]));
  return [{ name: as, type: { kind: 'object', fields: types } }];
}

/** The known variables that a block itself reads, in the order in which they became known. */
export function readByBlock(block: FlowBlock, known: Known): readonly BlockVariable[] {
  const isRead = readsOfBlock(block);
  return [...known].filter(([name]) => isRead(name)).map(([name, type]) => ({ name, type }));
}

/** Whether a block, or what takes it back, reads a variable. */
export function isReadBy(block: FlowBlock, name: string): boolean {
  return readsOfBlock(block)(name) || block.undo.some((undo) => isReadBy(undo, name));
}

function readsOfBlock(block: FlowBlock): (name: string) => boolean {
  if (block.kind === 'transaction') return readsOf(block.steps);
  const expressions = block.kind === 'wait' ? [block.duration] : expressionsOf(block);
  const names = new Set(expressions.flatMap(({ node }) => [...variablesIn(node)]));
  return (name) => names.has(name);
}

function expressionsOf({ url, headers, body, signature }: HttpCall) {
  return [
    ...url.filter((part) => typeof part !== 'string'),
    ...headers.map(({ value }) => value),
    ...(body === undefined ? [] : [body]),
    ...(signature === undefined ? [] : [signature.secret]),
  ];
}

/** Records are not kept with a run, but read again by their ids: others may have changed them meanwhile. */
export function recordOf(
  type: ValueType,
): { readonly entity: string; readonly isOptional: boolean } | undefined {
  if (type.kind === 'record') return { entity: type.entity, isOptional: false };
  if (type.kind === 'nullable' && type.of.kind === 'record')
    return { entity: type.of.entity, isOptional: true };
  return undefined;
}

/** The step that reads a record again. */
export function reloadStep(name: string, entity: string): Step {
  const type: ValueType = { kind: 'reference', entity };
  return {
    kind: 'load',
    entity,
    as: name,
    by: {
      kind: 'id',
      value: { source: `${name}Id`, node: { kind: 'variable', name: `${name}Id`, type }, type },
    },
    missing: { status: 404, code: 'not_found', message: 'Not found' },
  };
}
