import { type OperationPlan, planOperation } from '../../plan/operation-plan.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';

/**
 * The steps and expressions of a flow stand where those of an operation could that no request asks for.
 * @param event the event that has started it
 */
export function detachedPlan(name: string, system: SystemPlan, event?: string): OperationPlan {
  const owner = system.entities.values().next().value;
  if (owner === undefined) throw new RangeError('A flow needs a store, and a store an entity.');
  const told = system.model.events.find((one) => one.name === event);
  const plan = planOperation(
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
  return told === undefined ? plan : { ...plan, event: told.fields };
}
