import { httpSources, type HttpSourceComponent } from '../../model/http-sources.ts';
import { isDataflow } from '../../model/dataflow.ts';
import type { ScenarioStep } from '../../model/scenario.ts';
import { spaced } from '../../naming/letter-case.ts';
import { baseBody } from '../dataflow/candidate-bodies.ts';
import { longestWaitMs } from '../dataflow/longest-wait.ts';
import { scheduledBindings } from '../dataflow/scheduled-bindings.ts';
import { findTour, type MessageTour, postTo, tourRequests } from '../dataflow/witnesses.ts';
import { usesTopics } from '../../generation/plan/dataflow-plan.ts';
import type { DerivedScenario } from '../scenario-draft.ts';
import { Underivable } from '../underivable.ts';
import type { Derivation } from './derivation.ts';

/** A source takes what it should; every other component is reached by messages. */
export function componentScenarios(derivation: Derivation, name: string): readonly DerivedScenario[] {
  const { model } = derivation;
  const component = model.components.find((one) => one.name === name);
  if (component === undefined) throw new Underivable(`there is no component ${name}`);
  if (!isDataflow(component)) throw new Underivable('requests to its records prove it, and nothing else');
  const source = httpSources(model).find((one) => one.name === name);
  if (source !== undefined) return [acceptScenario(derivation, source)];
  const tour = findTour(model, { canWait: false });
  if (isReachedBy(tour.carried, name)) return [tourScenario(derivation, tour)];
  const patient = findTour(model, { canWait: true });
  const carried = new Set([...patient.carried, ...scheduledBindings(model)]);
  if (isReachedBy(carried, name) || isSentBy(carried, name)) {
    return [patientScenario(derivation, { ...patient, carried })];
  }
  throw new Underivable(
    usesTopics(model)
      ? 'its messages come from a topic, and tests have no broker'
      : 'no messages are known that reach it',
  );
}

function isReachedBy(carried: ReadonlySet<string>, name: string): boolean {
  return [...carried].some((binding) => binding.endsWith(`->${name}.in`));
}

function isSentBy(carried: ReadonlySet<string>, name: string): boolean {
  return [...carried].some((binding) => binding.startsWith(`${name}.`));
}

/** A source takes one message or several, and refuses what is not right and who may not send. @throws Underivable */
export function acceptScenario(derivation: Derivation, source: HttpSourceComponent): DerivedScenario {
  const body = baseBody(source);
  if (body === undefined) throw new Underivable(`no message is known that ${source.name} takes`);
  const draft = derivation.draft();
  const post = postTo(source, draft);
  const stranger = { ...post, body, headers: {}, expect: { status: 401, body: { code: 'unauthenticated' } } };
  return {
    key: `components.${source.name}`,
    title: `${spaced(source.name)} takes one message, or several at once, and none that is not right`,
    steps: [
      ...draft.steps,
      ...(source.entrance.access?.isOpen === false ? [stranger] : []),
      { ...post, body, expect: { status: 202, body: { accepted: 1 } } },
      { ...post, body: [body, body], expect: { status: 202, body: { accepted: 2 } } },
      {
        ...post,
        body: { ...body, noSuchField: true },
        expect: { status: 400, body: { code: 'invalid_input' } },
      },
    ],
    isIsolated: true,
  };
}

/** The messages of a tour, and where they must have come by. */
function tourScenario(derivation: Derivation, tour: MessageTour): DerivedScenario {
  return {
    key: 'components.tour',
    title: 'messages take every way that they should',
    steps: [
      ...tourRequests(derivation.draft(), tour),
      { kind: 'carried', bindings: [...tour.carried].toSorted() },
    ],
    isIsolated: true,
  };
}

/** The same for ways that are open only once time has passed. */
function patientScenario(derivation: Derivation, tour: MessageTour): DerivedScenario {
  const { steps } = tourScenario(derivation, tour);
  const advance: ScenarioStep = { kind: 'advance', ms: longestWaitMs(derivation.model) };
  return {
    key: 'components.patient',
    title: 'messages take every way that they should, given time',
    steps: [...steps.slice(0, -1), advance, advance, ...steps.slice(-1)],
    isIsolated: true,
  };
}
