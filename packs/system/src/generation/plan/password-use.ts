import { childrenOf } from '../../expression/children-of.ts';
import type { ExpressionNode } from '../../expression/expression.ts';
import { passwordFields } from '../../model/secret-fields.ts';
import type { Entity } from '../../model/entity.ts';
import type { Operation, Step } from '../../model/operation.ts';
import { allSteps } from '../../model/walk-steps.ts';
import { expressionsOfStep } from './step-expressions.ts';

/** What an operation does with passwords. */
export interface PasswordUse {
  readonly hashes: boolean;
  readonly verifies: boolean;
}

export function passwordUse(operation: Operation, entities: readonly Entity[]): PasswordUse {
  const steps = allSteps(operation.steps);
  return {
    hashes: steps.some((step) => writesPassword(step, operation, entities)),
    verifies: steps.flatMap(expressionsOfStep).some(({ node }) => verifies(node)),
  };
}

function writesPassword(step: Step, { input }: Operation, entities: readonly Entity[]): boolean {
  if (step.kind !== 'create' && step.kind !== 'update' && step.kind !== 'upsert') return false;
  const entity = entities.find(({ name }) => name === step.entity);
  if (entity === undefined) return false;
  const copied = step.kind !== 'upsert' && step.fromInput ? input.map(({ name }) => name) : [];
  const set = step.kind === 'upsert' ? [...step.key, ...step.set] : step.set;
  const written = new Set([...copied, ...set.map(({ field }) => field)]);
  return passwordFields(entity).some(({ name }) => written.has(name));
}

function verifies(node: ExpressionNode): boolean {
  return (node.kind === 'call' && node.name === 'verify') || childrenOf(node).some(verifies);
}
