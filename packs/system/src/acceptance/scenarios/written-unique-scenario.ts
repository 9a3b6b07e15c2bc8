import type { Entity } from '../../model/entity.ts';
import type { Operation } from '../../model/operation.ts';
import { allSteps } from '../../model/walk-steps.ts';
import { spaced } from '../../naming/letter-case.ts';
import { withArticle } from '../samples/with-article.ts';
import { isRequestOf } from '../is-request-of.ts';
import type { DerivedScenario } from '../scenario-draft.ts';
import { isObject } from '../simulation/accept-value.ts';
import { whenSimulated } from '../simulation/when-simulated.ts';
import { ScenarioPlayer } from '../simulation/play-scenario.ts';
import { type SimulatedAnswer, SimulatedSystem } from '../simulation/simulated-system.ts';
import { Underivable } from '../underivable.ts';
import type { Derivation } from './derivation.ts';
import { exampleThatSucceeds } from './written-field-scenarios.ts';

/**
 * That a request which would make a second record with the same values is refused, or finds the first: for records that only
 * written operations create. @throws Underivable when no example shows it.
 */
export function writtenUniqueScenario(
  derivation: Derivation,
  entity: Entity,
  names: readonly string[],
): DerivedScenario {
  for (const operation of derivation.model.operations) {
    const scenario = makes(operation, entity) ? repeated(derivation, operation, entity, names) : undefined;
    if (scenario !== undefined) return scenario;
  }
  throw new Underivable(`no example shows that ${names.join(' and ')} of ${entity.name} are unique`);
}

function makes({ origin, steps }: Operation, entity: Entity): boolean {
  return (
    origin === 'written' &&
    allSteps(steps).some(
      (step) => (step.kind === 'create' || step.kind === 'upsert') && step.entity === entity.name,
    )
  );
}

/** The example of the operation, its request sent once more. */
function repeated(
  derivation: Derivation,
  operation: Operation,
  entity: Entity,
  names: readonly string[],
): DerivedScenario | undefined {
  const shown = exampleThatSucceeds(derivation, operation);
  const place = shown?.steps.findLastIndex((step) => isRequestOf(derivation.model, operation, step)) ?? -1;
  const steps = shown && twice(derivation, shown.steps.slice(0, place), shown.steps[place]);
  if (steps === undefined) return undefined;
  const title = `${withArticle(entity.name)} is unique by its ${names.map((name) => spaced(name)).join(' and ')}`;
  return { ...shown, key: `unique.${entity.name}.${names.join('+')}.written`, title, steps };
}

/** The request and the same once more, which is refused as a conflict or finds the same record. */
function twice(
  { model }: Derivation,
  before: DerivedScenario['steps'],
  request: DerivedScenario['steps'][number] | undefined,
): DerivedScenario['steps'] | undefined {
  if (request?.kind !== 'request') return undefined;
  const [first, second] = answersTo(model, before, request);
  if (second?.status === 409) {
    const expect = { status: 409, body: { code: codeOf(second) } };
    return [...before, request, { ...request, save: {}, expect }];
  }
  if (second === undefined || idOf(first) === undefined || idOf(first) !== idOf(second)) return undefined;
  const expect = { status: second.status, body: { id: '${uniqueId}' } };
  const saving = { ...request, save: { ...request.save, uniqueId: 'id' } };
  return [...before, saving, { ...request, save: {}, expect }];
}

function answersTo(
  model: Derivation['model'],
  before: DerivedScenario['steps'],
  request: DerivedScenario['steps'][number],
): readonly (SimulatedAnswer | undefined)[] {
  return whenSimulated(() => {
    const player = new ScenarioPlayer(new SimulatedSystem(model));
    for (const step of before) player.play(step);
    return [player.play(request), player.play(request)];
  }, []);
}

function codeOf({ body }: SimulatedAnswer): string {
  const code = isObject(body) ? body['code'] : undefined;
  return typeof code === 'string' ? code : '';
}

function idOf(answer: SimulatedAnswer | undefined): unknown {
  return isObject(answer?.body) ? answer.body['id'] : undefined;
}
