import { isDeepStrictEqual } from 'node:util';
import type { Feed } from '../../model/feed.ts';
import { spaced } from '../../naming/letter-case.ts';
import { pathOf } from '../find-operation.ts';
import { handWork } from '../hand-work.ts';
import { orNothing } from '../or-nothing.ts';
import type { DerivedScenario, ScenarioDraft } from '../scenario-draft.ts';
import type { Derivation } from '../scenarios/derivation.ts';
import { isObject } from '../simulation/accept-value.ts';
import type { ToldEvent } from '../simulation/happenings.ts';
import { ScenarioPlayer } from '../simulation/play-scenario.ts';
import { SimulatedSystem } from '../simulation/simulated-system.ts';
import { Underivable } from '../underivable.ts';
import { stableValue } from '../witness/stable-value.ts';
import { type ListeningPlace, listeningPlace } from './listening-place.ts';
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
  readonly place: ListeningPlace;
}

/** The story, and what is heard of an event in it. Undefined when it does not come to that. */
function heard(derivation: Derivation, feed: Feed, name: string, story: Story): DerivedScenario | undefined {
  if (hear(feed, name, withListener(feed, story(derivation.scratch()))) === undefined) return undefined;
  const told = withListener(feed, story(derivation));
  const plays = hear(feed, name, told);
  if (plays === undefined) return undefined;
  const { draft, headers } = told;
  const [one, other] = plays;
  const { event: _, ...facts } = one.event;
  const data = stableValue(facts, other.event, plays);
  const path = pathOf(draft.model, feed, (parameter) => one.place.path[parameter] ?? '');
  draft.steps.push({
    kind: 'listen',
    protocols: feed.protocols,
    path: one.place.query === '' ? path : `${path}?${one.place.query}`,
    ...(headers === undefined ? {} : { headers }),
    expect: [{ event: name, ...(isObject(data) ? { data } : {}) }],
  });
  return draft.finish(
    `feed.${feed.name}.${name}`,
    `who listens to ${spaced(feed.name)} hears of ${spaced(name)}`,
  );
}

/** A story, and who listens to it. */
interface Listening {
  readonly draft: ScenarioDraft;
  readonly headers: Readonly<Record<string, string>> | undefined;
}

/** Who acts in the story listens to it, where he may; otherwise somebody who comes for it. */
function withListener(feed: Feed, draft: ScenarioDraft): Listening {
  return { draft, headers: draft.actors.headersFor(feed) };
}

function hear(
  feed: Feed,
  name: string,
  { draft, headers = {} }: Listening,
): readonly [Heard, Heard] | undefined {
  const [one, other] = instants.map((now): Heard | undefined => {
    const system = new SimulatedSystem(draft.model, now);
    const player = new ScenarioPlayer(system);
    const answers = draft.steps.map((step) => player.play(step));
    if (answers.some((answer) => answer !== undefined && answer.status >= 400)) return undefined;
    const listener = system.listener(feed, player.filled(headers) as Readonly<Record<string, string>>);
    const told = system.told.filter(({ event }) => event === name);
    return told.flatMap((event): Heard[] => {
      const place = listeningPlace(feed, event, player, listener);
      return place === undefined ? [] : [{ player, event, place }];
    })[0];
  });
  return one === undefined || other === undefined || !isDeepStrictEqual(one.place, other.place)
    ? undefined
    : [one, other];
}
