import type { Operation } from '../model/operation.ts';
import type { ScenarioStep } from '../model/scenario.ts';
import type { SystemModel } from '../model/system.ts';
import { pathOf } from './find-operation.ts';

/** Whether the step is a request to the operation, whatever stands for its parameters. */
export function isRequestOf(
  model: SystemModel,
  operation: Operation,
  step: ScenarioStep,
): step is Extract<ScenarioStep, { kind: 'request' }> {
  if (step.kind !== 'request' || step.method !== operation.http.method) return false;
  const wanted = pathOf(model, operation, () => '*').split('/');
  const sent = (step.path.split('?')[0] ?? '').split('/');
  return wanted.length === sent.length && wanted.every((part, index) => part === '*' || part === sent[index]);
}
