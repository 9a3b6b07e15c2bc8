import { publicEntities } from '../../model/public-entities.ts';
import { allStepsOf } from './steps-of.ts';
import type { WarningFinder } from './warning-finder.ts';

/** An entity that can be read but that nothing ever creates. */
export const neverCreated: WarningFinder = (model) => {
  const created = new Set(
    allStepsOf(model).flatMap((step) =>
      step.kind === 'create' || step.kind === 'upsert' ? [step.entity] : [],
    ),
  );
  return publicEntities(model)
    .filter(({ name }) => !created.has(name))
    .map(({ name }) => ({
      code: 'never_created',
      path: ['entities', name],
      message: `No operation creates a record of ${name}.`,
      suggestion: 'Add `create` to its `api`, or a step `create` to an operation.',
    }));
};
