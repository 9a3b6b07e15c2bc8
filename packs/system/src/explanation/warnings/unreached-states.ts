import type { Entity } from '../../model/entity.ts';
import { publicEntities } from '../../model/public-entities.ts';
import type { SystemModel } from '../../model/system.ts';
import { allStepsOf } from './steps-of.ts';
import type { WarningFinder } from './warning-finder.ts';

/** A state that no action leads to and no operation sets. */
export const unreachedStates: WarningFinder = (model) =>
  publicEntities(model).flatMap((entity) => {
    const { machine } = entity;
    if (machine === undefined) return [];
    const set = assignedStates(model, entity);
    return machine.states
      .filter(
        (state) =>
          state !== machine.initial &&
          !machine.actions.some(({ to }) => to === state) &&
          !set.some((source) => source.includes(state)),
      )
      .map((state) => ({
        code: 'unreached_state',
        path: ['entities', entity.name, 'states', 'values', machine.states.indexOf(state)],
        message: `Nothing leads to the state ${state} of ${entity.name}.`,
        suggestion: `Add an action: \`${machine.initial} -> ${state}\`.`,
      }));
  });

function assignedStates(model: SystemModel, entity: Entity): readonly string[] {
  return allStepsOf(model).flatMap((step) => {
    if (step.kind !== 'update' && step.kind !== 'create' && step.kind !== 'upsert') return [];
    if (step.entity !== entity.name) return [];
    return step.set.filter(({ field }) => field === entity.machine?.field).map(({ value }) => value.source);
  });
}
