import type { Flow } from '../../model/flow.ts';
import type { ScenarioStep } from '../../model/scenario.ts';
import { spaced } from '../../naming/letter-case.ts';
import { handWork } from '../hand-work.ts';
import { type DerivedScenario, standingClock } from '../scenario-draft.ts';
import type { Derivation } from '../scenarios/derivation.ts';
import { playScenario, ScenarioPlayer } from '../simulation/play-scenario.ts';
import { SimulatedSystem } from '../simulation/simulated-system.ts';
import { whenSimulated } from '../simulation/when-simulated.ts';
import type { Tables } from '../simulation/tables.ts';
import { Underivable } from '../underivable.ts';
import { orNothing } from '../or-nothing.ts';
import { changesBetween, expectChanges } from './changed-records.ts';
import { storiesOf, type Story, subjectOfFlow } from './stories.ts';
import { createMemory } from '../../tracking/reads.ts';
import { waitsAfter } from './waits.ts';

/** Stories tried for one flow. */
const budget = 90;

/** What a flow does by itself: something sets it going, time passes, and what it did can be read. */
export function flowScenarios(derivation: Derivation, name: string): readonly DerivedScenario[] {
  const flow = derivation.model.flows?.find((one) => one.name === name);
  if (flow === undefined) throw new Underivable(`the blueprint has no flow ${name}`);
  for (const found of foundStories(derivation, flow)) {
    const scenario = orNothing(() => told(derivation, flow, found));
    if (scenario !== undefined) return [scenario];
  }
  throw new Underivable(handWork({ kind: 'flow', flow: name }));
}

/** A story that sets a flow going, and how long it takes until something is done. */
interface Found {
  readonly story: Story;
  readonly wait: number;
}

/** Models never change, and several statements may rest on what one flow does. */
const remember = createMemory<readonly Found[]>();

/** The stories after which a flow changes something that is shown. */
function foundStories(derivation: Derivation, flow: Flow): readonly Found[] {
  return remember(derivation.model, flow.name, () =>
    storiesOf(derivation, subjectOfFlow(derivation.model, flow))
      .take(budget)
      .flatMap((story) => tryStory(derivation, flow, story))
      .take(3)
      .toArray(),
  );
}

/** Stories in which a flow has done its work. */
export function storiesWith(derivation: Derivation, flow: Flow): readonly Story[] {
  return foundStories(derivation, flow).map(({ story, wait }) => (own) => {
    const draft = story(own);
    draft.advance(wait);
    return draft;
  });
}

function tryStory(derivation: Derivation, flow: Flow, story: Story): readonly Found[] {
  const tried = orNothing(() => story(derivation.scratch()));
  if (tried === undefined) return [];
  const wait = waitsFor(derivation, flow, tried.steps).find((ms) => {
    const outcome = afterWait(derivation, tried.steps, ms);
    return (
      outcome !== undefined && changesBetween(derivation.model, outcome.before, outcome.after).length > 0
    );
  });
  return wait === undefined ? [] : [{ story, wait }];
}

/** How long to wait, in milliseconds, where the steps set the flow going. */
function waitsFor(derivation: Derivation, flow: Flow, steps: readonly ScenarioStep[]): readonly number[] {
  return (
    whenSimulated(() => {
      const system = played(derivation, steps)?.system;
      const due = system?.untilDue(flow.name);
      return system === undefined || due === undefined ? [] : waitsAfter(derivation.model, system, flow, due);
    }, undefined) ?? []
  );
}

interface Played {
  readonly system: SimulatedSystem;
  readonly player: ScenarioPlayer;
}

/** Undefined where a step is refused. */
function played({ model }: Derivation, steps: readonly ScenarioStep[]): Played | undefined {
  const system = new SimulatedSystem(model, standingClock);
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
): AfterWait | undefined {
  return whenSimulated(() => {
    const story = played(derivation, steps);
    if (story === undefined) return undefined;
    const before = story.system.tables;
    story.system.advance(ms);
    return { ...story, before, after: story.system.tables };
  }, undefined);
}

/** The story with its wait, and what can be read afterwards and could not be read before. */
function told(derivation: Derivation, flow: Flow, { story, wait }: Found): DerivedScenario | undefined {
  const draft = story(derivation);
  const outcome = afterWait(derivation, draft.steps, wait);
  if (outcome === undefined) return undefined;
  const begun = [...draft.steps];
  draft.advance(wait);
  const from = draft.steps.length;
  expectChanges(draft, outcome);
  const reads = draft.steps.slice(from);
  const isMet = (steps: readonly ScenarioStep[]) => playScenario(derivation.model, { steps }) === undefined;
  if (reads.length === 0 || isMet([...begun, ...reads]) || !isMet(draft.steps)) return undefined;
  return draft.finish(`flow.${flow.name}`, `${spaced(flow.name)}: what becomes due is done`);
}
