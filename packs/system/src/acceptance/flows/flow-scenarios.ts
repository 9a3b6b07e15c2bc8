import type { Flow } from '../../model/flow.ts';
import type { ScenarioStep } from '../../model/scenario.ts';
import { spaced } from '../../naming/letter-case.ts';
import { handWork } from '../hand-work.ts';
import type { DerivedScenario } from '../scenario-draft.ts';
import type { Derivation } from '../scenarios/derivation.ts';
import { playScenario, ScenarioPlayer } from '../simulation/play-scenario.ts';
import { SimulatedSystem } from '../simulation/simulated-system.ts';
import { whenSimulated } from '../simulation/when-simulated.ts';
import type { Tables } from '../simulation/tables.ts';
import { Underivable } from '../underivable.ts';
import { orNothing } from '../or-nothing.ts';
import { changesBetween, expectChanges } from './changed-records.ts';
import { storiesOf, type Story, subjectOfFlow } from './stories.ts';
import { waitsAfter } from './waits.ts';

/** Instants at which a generated system may be tested: another hour, another weekday, the end of a month. */
const instants = [
  '2026-06-15T10:00:00.000Z',
  '2030-12-01T22:00:00.000Z',
  '2027-10-31T23:59:30.000Z',
  '2028-02-28T03:30:00.000Z',
] as const;

/** Stories tried for one flow. */
const budget = 60;

/** What a flow does by itself: something sets it going, time passes, and what it did can be read. */
export function flowScenarios(derivation: Derivation, name: string): readonly DerivedScenario[] {
  const flow = derivation.model.flows?.find((one) => one.name === name);
  if (flow === undefined) throw new Underivable(`the blueprint has no flow ${name}`);
  let tries = 0;
  for (const story of storiesOf(derivation, subjectOfFlow(derivation.model, flow))) {
    tries += 1;
    if (tries > budget) break;
    const scenario = tryStory(derivation, flow, story);
    if (scenario !== undefined) return [scenario];
  }
  throw new Underivable(handWork({ kind: 'flow', flow: name }));
}

function tryStory(derivation: Derivation, flow: Flow, story: Story): DerivedScenario | undefined {
  const tried = orNothing(() => story(derivation.scratch()));
  if (tried === undefined) return undefined;
  const wait = waitsFor(derivation, flow, tried.steps).find((ms) => {
    const outcome = afterWait(derivation, tried.steps, ms, instants[0]);
    return (
      outcome !== undefined && changesBetween(derivation.model, outcome.before, outcome.after).length > 0
    );
  });
  return wait === undefined ? undefined : orNothing(() => told(derivation, flow, story, wait));
}

/** How long to wait, in milliseconds, where the steps set the flow going. */
function waitsFor(derivation: Derivation, flow: Flow, steps: readonly ScenarioStep[]): readonly number[] {
  const { model } = derivation;
  return (
    whenSimulated(() => {
      const system = played(derivation, steps, instants[0])?.system;
      const due = system?.untilDue(flow.name);
      return system === undefined || due === undefined ? [] : waitsAfter(model, system, flow, due);
    }, undefined) ?? []
  );
}

interface Played {
  readonly system: SimulatedSystem;
  readonly player: ScenarioPlayer;
}

/** Undefined where a step is refused. */
function played({ model }: Derivation, steps: readonly ScenarioStep[], now: string): Played | undefined {
  const system = new SimulatedSystem(model, now);
  const player = new ScenarioPlayer(system);
  for (const step of steps) {
    const answer = player.play(step);
    if (answer !== undefined && answer.status >= 400) return undefined;
  }
  return { system, player };
}

interface AfterWait extends Played {
  readonly before: Tables;
  readonly after: Tables;
}

function afterWait(
  derivation: Derivation,
  steps: readonly ScenarioStep[],
  ms: number,
  now: string,
): AfterWait | undefined {
  return whenSimulated(() => {
    const story = played(derivation, steps, now);
    if (story === undefined) return undefined;
    const before = story.system.tables;
    story.system.advance(ms);
    return { ...story, before, after: story.system.tables };
  }, undefined);
}

/** The story with its wait, and what can be read afterwards and could not be read before. */
function told(derivation: Derivation, flow: Flow, story: Story, wait: number): DerivedScenario | undefined {
  const draft = story(derivation);
  const [first, second] = instants;
  const one = afterWait(derivation, draft.steps, wait, first);
  const other = afterWait(derivation, draft.steps, wait, second);
  if (one === undefined || other === undefined) return undefined;
  const begun = [...draft.steps];
  draft.advance(wait);
  const from = draft.steps.length;
  expectChanges(draft, one, other);
  const reads = draft.steps.slice(from);
  const isMet = (steps: readonly ScenarioStep[], now: string) =>
    playScenario(derivation.model, { steps }, new SimulatedSystem(derivation.model, now)) === undefined;
  if (reads.length === 0 || isMet([...begun, ...reads], first)) return undefined;
  if (!instants.every((now) => isMet(draft.steps, now))) return undefined;
  const what = spaced(flow.name);
  return { ...draft.finish(`flow.${flow.name}`, `${what}: what becomes due is done`), isIsolated: true };
}
