import type { Operation, Step } from '../../model/operation.ts';
import type { JsonValue } from '../../model/scenario.ts';
import { standardOperation } from '../find-operation.ts';
import { Underivable } from '../underivable.ts';
import type { Derivation } from './derivation.ts';

export type ListStep = Extract<Step, { kind: 'list' }>;

/** The list at the address of an entity. @throws Underivable */
export function listOf(derivation: Derivation, entity: string): { list: Operation; step: ListStep } {
  const list = standardOperation(derivation.model, entity, 'list');
  const step = list?.steps.find((one) => one.kind === 'list');
  if (!list || !step) throw new Underivable(`the interface does not list ${entity} records`);
  return { list, step };
}

/** For a query: percent-encoded, except for the names of saved values. */
export function encoded(value: JsonValue): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /^\$\{\w+\}$/.test(text) ? text : encodeURIComponent(text);
}
