import type { Flow } from '../../model/flow.ts';
import type { Binding, ServingComponent } from '../../model/system.ts';
import type { LoweringContext } from '../lowering-context.ts';
import { jobEntityName } from './job-entity.ts';

/** The component that runs jobs, where there can be any. It has no choices, so nobody writes it. */
export function flowRunner(
  { internals }: LoweringContext,
  flows: readonly Flow[],
  others: readonly ServingComponent[],
): ServingComponent[] {
  if (!internals.has(jobEntityName)) return [];
  const taken = new Set(others.map(({ name }) => name));
  const name = taken.has('flows') ? 'flowRunner' : 'flows';
  return [{ kind: 'FlowRunner', name, flows: flows.map((flow) => flow.name) }];
}

/** It works on the store, and asks it when there is something to do. */
export function flowBindings(components: readonly ServingComponent[]): Binding[] {
  const store = components.find(({ kind }) => kind === 'Store');
  const runner = components.find(({ kind }) => kind === 'FlowRunner');
  if (store === undefined || runner === undefined) return [];
  return [
    { from: { component: runner.name, port: 'store' }, to: { component: store.name, port: 'transactions' } },
    { from: { component: runner.name, port: 'changes' }, to: { component: store.name, port: 'changes' } },
  ];
}
