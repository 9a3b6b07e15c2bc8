import { type OperationPlan, planOperation } from '../../plan/operation-plan.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';

/** The steps and expressions of a flow stand where those of an operation could that no request asks for. */
export function detachedPlan(name: string, system: SystemPlan): OperationPlan {
  const owner = system.entities.values().next().value;
  if (owner === undefined) throw new RangeError('A flow needs a store, and a store an entity.');
  return planOperation(
    {
      name,
      summary: '',
      origin: 'written',
      answers: [],
      entity: owner.entity.name,
      http: { method: 'POST', path: [] },
      input: [],
      isPartial: false,
      query: [],
      steps: [],
      answer: { status: 204, body: { kind: 'empty' } },
    },
    owner,
    system.model,
  );
}
