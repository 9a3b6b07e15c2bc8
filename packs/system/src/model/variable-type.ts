import type { ValueType } from '../expression/expression.ts';
import type { Step } from './operation.ts';

/** The type of what a step leaves in its variable; undefined for a variable that no step here declares. */
export function typeOfVariable(variable: string, steps: readonly Step[]): ValueType | undefined {
  const step = steps.find((one) => nameOf(one) === variable);
  switch (step?.kind) {
    case 'compute':
      return step.value.type;
    case 'count':
      return { kind: 'integer' };
    case 'each':
      return step.collect && { kind: 'list', of: step.collect.value.type };
    case 'list':
      return { kind: 'list', of: { kind: 'record', entity: step.entity } };
    case 'create':
      return { kind: 'record', entity: step.entity, isNew: true };
    default:
      return recordType(step);
  }
}

function recordType(step: Step | undefined): ValueType | undefined {
  if (step === undefined || !('entity' in step)) return undefined;
  const record: ValueType = { kind: 'record', entity: step.entity };
  return step.kind === 'find' ? { kind: 'nullable', of: record } : record;
}

function nameOf(step: Step): string | undefined {
  if (step.kind === 'each') return step.collect?.as;
  return 'as' in step ? step.as : undefined;
}
