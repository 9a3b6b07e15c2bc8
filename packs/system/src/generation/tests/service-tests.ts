import { startDerivation } from '../../acceptance/scenarios/derivation.ts';
import { invalidValues, unknownId } from '../../acceptance/samples/invalid-values.ts';
import type { DerivedScenario } from '../../acceptance/scenario-draft.ts';
import { operationScenarios } from '../../acceptance/scenarios/operation-scenarios.ts';
import { isSound } from '../../acceptance/simulation/is-sound.ts';
import type { Operation } from '../../model/operation.ts';
import type { JsonValue, ScenarioStep } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { derivable } from './derivable.ts';
import { type RenderedTest, renderScenarioTest } from './render-scenario.ts';
import { ownApi } from './test-file.ts';

type Request = Extract<ScenarioStep, { kind: 'request' }>;

/** What the operations of a system without entities answer and refuse, in process. */
export function serviceTests(model: SystemModel): readonly RenderedTest[] {
  if (model.service === undefined) return [];
  const derivation = startDerivation(model);
  return model.operations
    .flatMap((operation) => {
      const own = derivable(() => operationScenarios(derivation, operation.name).scenarios);
      const success = own.find(({ key }) => key.endsWith('.success'))?.steps.at(-1);
      const refusals = success?.kind === 'request' ? badInput(operation, success) : [];
      return [...own, ...refusals].filter(({ steps }) => steps.every(({ kind }) => kind === 'request'));
    })
    .filter((scenario) => isSound(model, scenario))
    .map((scenario) => renderScenarioTest({ ...scenario, proves: [] }, { client: 'api', opening: ownApi }));
}

/** A request that is right, and after it the same with one thing wrong at a time. */
function badInput(operation: Operation, right: Request): readonly DerivedScenario[] {
  const expect = { status: 400, body: { code: 'invalid_input' } };
  const bodies = badBodies(operation, right.body);
  const separator = right.path.includes('?') ? '&' : '?';
  const steps: Request[] = [
    right,
    { ...right, path: `${right.path}${separator}unexpected=1`, expect },
    ...bodies.map((body) => ({ ...right, body, expect })),
  ];
  const key = `bad.${operation.name}`;
  return [{ key, title: `what ${operation.name} does not take is refused`, steps }];
}

function badBodies({ input, isListInput }: Operation, body: JsonValue | undefined): readonly JsonValue[] {
  if (input.length === 0 || isListInput === true || !isMapping(body)) return [];
  const wrong = input.flatMap((field) => {
    const [first] = invalidValues(field, { owner: '', n: 0, reference: () => unknownId });
    return first === undefined ? [] : [{ ...body, [field.name]: first.value }];
  });
  return [[], { ...body, unexpected: true }, ...wrong];
}

function isMapping(body: JsonValue | undefined): body is Readonly<Record<string, JsonValue>> {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}
