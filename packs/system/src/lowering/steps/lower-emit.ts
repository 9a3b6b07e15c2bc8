import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Step } from '../../model/operation.ts';
import { suggestName } from '../../naming/nearest-name.ts';
import { lowerAssignments } from '../lower-assignments.ts';
import type { StepOf, StepSurroundings } from './step-surroundings.ts';

/** `emit: placeTaken`: an event of the blueprint, with all that it needs. */
export function lowerEmit(
  step: StepOf<'emit'>,
  path: DocumentPath,
  { scope }: StepSurroundings,
): Step | undefined {
  const { events, problems } = scope.context;
  const event = events.get(step.emit);
  if (event === undefined) {
    problems.add({
      code: 'unknown_event',
      path: [...path, 'emit'],
      message: `There is no event \`${step.emit}\`.`,
      suggestion: suggestName(step.emit, events.keys()) ?? 'Define it under `events`.',
    });
    return undefined;
  }
  const payload = lowerAssignments(step.set, event, [...path, 'set'], scope);
  for (const field of event.fields) {
    const isGiven = step.set !== undefined && Object.hasOwn(step.set, field.name);
    if (isGiven || field.isOptional || field.defaultValue !== undefined) continue;
    problems.add({
      code: 'missing_field',
      path,
      message: `The event \`${event.name}\` needs \`${field.name}\`.`,
      suggestion: 'Give it in `set`.',
    });
  }
  return { kind: 'emit', event: event.name, payload };
}
