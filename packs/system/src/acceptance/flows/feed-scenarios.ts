import type { Feed } from '../../model/feed.ts';
import { spaced } from '../../naming/letter-case.ts';
import { pathOf } from '../find-operation.ts';
import { handWork } from '../hand-work.ts';
import { orNothing } from '../or-nothing.ts';
import type { DerivedScenario, ScenarioDraft } from '../scenario-draft.ts';
import type { Derivation } from '../scenarios/derivation.ts';
import { isObject } from '../simulation/accept-value.ts';
import { evaluate, type Scope } from '../simulation/evaluate.ts';
import type { ToldEvent } from '../simulation/happenings.ts';
import { ScenarioPlayer } from '../simulation/play-scenario.ts';
import { SimulatedSystem } from '../simulation/simulated-system.ts';
import { Underivable } from '../underivable.ts';
import { stableValue } from '../witness/stable-value.ts';
import { changedBy, entitiesOf, storiesOf, type Story } from './stories.ts';

const instants = ['2026-06-15T10:00:00.000Z', '2030-12-01T22:00:00.000Z'] as const;

/** Stories tried for one feed. */
const budget = 40;

/** What clients that listen to a feed hear: of each event that a story was found for. */
export function feedScenarios(derivation: Derivation, name: string): readonly DerivedScenario[] {
  const { model } = derivation;
  const feed = model.feeds?.find((one) => one.name === name);
  if (feed === undefined) throw new Underivable(`the blueprint has no feed ${name}`);
  const entities = entitiesOf(model, changedBy(model, feed.events));
  const subject = { entities, steps: [], conditions: feed.where === undefined ? [] : [feed.where] };
  const stories = storiesOf(derivation, subject).take(budget).toArray();
  const scenarios = feed.events.flatMap((event) => firstHeard(derivation, feed, event, stories));
  if (scenarios.length === 0) throw new Underivable(handWork({ kind: 'feed', feed: name }));
  return scenarios;
}

function firstHeard(
  derivation: Derivation,
  feed: Feed,
  event: string,
  stories: readonly Story[],
): readonly DerivedScenario[] {
  for (const story of stories) {
    const scenario = orNothing(() => heard(derivation, feed, event, story));
    if (scenario !== undefined) return [scenario];
  }
  return [];
}

interface Heard {
  readonly player: ScenarioPlayer;
  readonly event: ToldEvent;
  /** Its parameters, each the name of a saved value. */
  readonly path: Readonly<Record<string, string>>;
}

/** The story, and what is heard of an event in it. Undefined when it does not come to that. */
function heard(derivation: Derivation, feed: Feed, name: string, story: Story): DerivedScenario | undefined {
  if (hear(derivation, feed, name, story(derivation.scratch())) === undefined) return undefined;
  const draft = story(derivation);
  const plays = hear(derivation, feed, name, draft);
  if (plays === undefined) return undefined;
  const [one, other] = plays;
  const { event: _, ...facts } = one.event;
  const data = stableValue(facts, other.event, plays);
  const headers = draft.actors.headersFor(feed);
  draft.steps.push({
    kind: 'listen',
    protocols: feed.protocols,
    path: pathOf(draft.model, feed, (parameter) => one.path[parameter] ?? ''),
    ...(headers === undefined ? {} : { headers }),
    expect: [{ event: name, ...(isObject(data) ? { data } : {}) }],
  });
  return draft.finish(
    `feed.${feed.name}.${name}`,
    `who listens to ${spaced(feed.name)} hears of ${spaced(name)}`,
  );
}

function hear(
  { model }: Derivation,
  feed: Feed,
  name: string,
  { steps }: ScenarioDraft,
): readonly [Heard, Heard] | undefined {
  const [one, other] = instants.map((now): Heard | undefined => {
    const system = new SimulatedSystem(model, now);
    const player = new ScenarioPlayer(system);
    const answers = steps.map((step) => player.play(step));
    if (answers.some((answer) => answer !== undefined && answer.status >= 400)) return undefined;
    const told = system.told.filter(({ event }) => event === name);
    return told.flatMap((event) => listening(feed, event, player) ?? [])[0];
  });
  return one === undefined || other === undefined ? undefined : [one, other];
}

/** Where somebody must listen to hear of the event: the path names records of the story. */
function listening(feed: Feed, event: ToldEvent, player: ScenarioPlayer): Heard | undefined {
  const named = Object.values(event).filter((value) => player.nameOf(value) !== undefined);
  const parameters = feed.http.path.flatMap((part) => (typeof part === 'string' ? [] : [part.parameter]));
  const [parameter] = parameters;
  if (parameters.length > 1) return undefined;
  const places: readonly Scope[] =
    parameter === undefined ? [{}] : named.map((value) => ({ [parameter]: value }));
  const path = places.find(
    (one) => feed.where === undefined || evaluate(feed.where.node, { event, path: one }) === true,
  );
  if (path === undefined) return undefined;
  const names = Object.entries(path).map(([key, value]) => [key, player.nameOf(value) ?? ''] as const);
  return { player, event, path: Object.fromEntries(names) };
}
