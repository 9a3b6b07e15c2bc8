import { allStepsOf } from './steps-of.ts';
import type { WarningFinder } from './warning-finder.ts';

/** An event that no operation announces. */
export const unannouncedEvents: WarningFinder = (model) => {
  const announced = new Set(allStepsOf(model).flatMap((step) => (step.kind === 'emit' ? [step.event] : [])));
  return model.events
    .filter(({ name, change }) => change === undefined && !announced.has(name))
    .map(({ name }) => ({
      code: 'unannounced_event',
      path: ['events', name],
      message: `No operation announces ${name}.`,
      suggestion: `Add a step \`emit: ${name}\`.`,
    }));
};
