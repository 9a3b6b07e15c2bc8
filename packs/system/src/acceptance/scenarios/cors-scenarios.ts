import type { ScenarioStep } from '../../model/scenario.ts';
import { pathOf } from '../find-operation.ts';
import type { DerivedScenario } from '../scenario-draft.ts';
import { Underivable } from '../underivable.ts';
import type { Derivation } from './derivation.ts';

/** That a browser on a page of an allowed origin is told that it may call the system. */
export function corsScenarios({ model }: Derivation): readonly DerivedScenario[] {
  const [allowed] = model.http.cors ?? [];
  const [operation] = model.operations;
  if (allowed === undefined || operation === undefined) throw new Underivable('no page may call the system');
  const origin = allowed === '*' ? 'https://app.example.org' : allowed;
  const preflight: ScenarioStep = {
    kind: 'request',
    method: 'OPTIONS',
    path: pathOf(model, operation, () => 'any'),
    headers: { origin, 'access-control-request-method': operation.http.method },
    expect: { status: 204, headers: { 'access-control-allow-origin': allowed } },
  };
  const health: ScenarioStep = {
    kind: 'request',
    method: 'GET',
    path: '/health',
    headers: { origin },
    expect: { status: 200, headers: { 'access-control-allow-origin': allowed } },
  };
  return [
    {
      key: 'interfaces.http.cors',
      title: `pages of ${allowed === '*' ? 'any origin' : origin} may call the interface from a browser`,
      steps: [preflight, health],
    },
  ];
}
