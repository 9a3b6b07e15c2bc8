import type { Entity } from '../../model/entity.ts';
import type { Field } from '../../model/field.ts';
import type { JsonValue } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { allSteps } from '../../model/walk-steps.ts';
import { spaced } from '../../naming/letter-case.ts';
import { storiesWith } from '../flows/flow-scenarios.ts';
import { storiesOf, type Story, subjectOfFlow } from '../flows/stories.ts';
import { orNothing } from '../or-nothing.ts';
import { edgeValues } from '../samples/edge-values.ts';
import { sampleValue } from '../samples/sample-value.ts';
import { withArticle } from '../samples/with-article.ts';
import type { DerivedScenario, ScenarioDraft } from '../scenario-draft.ts';
import { isObject } from '../simulation/accept-value.ts';
import { isSame } from '../simulation/evaluate.ts';
import { playScenario, ScenarioPlayer } from '../simulation/play-scenario.ts';
import { SimulatedSystem } from '../simulation/simulated-system.ts';
import type { StoredRecord } from '../simulation/tables.ts';
import { Underivable } from '../underivable.ts';
import { stableValue } from '../witness/stable-value.ts';
import type { Derivation } from './derivation.ts';
import { encoded, listOf } from './entity-list.ts';
import { expectListed, expectStored, isShown, longestPage } from './read-back.ts';

/** Stories tried for one field. */
const budget = 30;

/** Records as they come out of whatever writes them: shown with this field, or with all that is known of them. */
export function shownScenarios(
  derivation: Derivation,
  entity: Entity,
  field?: Field,
): readonly DerivedScenario[] {
  const what = field === undefined ? 'what it is' : `its ${spaced(field.name)}`;
  const key = `shown.${entity.name}${field === undefined ? '' : `.${field.name}`}`;
  return inSomeStory(derivation, entity, field, (draft, record, id) => {
    const { id: _, ...others } = record;
    const values = field === undefined ? others : { [field.name]: record[field.name] ?? null };
    const player = playerOf(draft);
    const known = stableValue(id === undefined ? others : values, id === undefined ? others : values, [
      { player },
      { player },
    ]);
    if (!isObject(known) || (field !== undefined && !Object.hasOwn(known, field.name))) return undefined;
    if (id === undefined) expectListed(draft, entity, known);
    else expectStored(draft, { entity, id, body: known }, known);
    return draft.finish(key, `${withArticle(entity.name)} shows ${what}`);
  });
}

/** That a list gives the records with a value of a field, and no others, however they came to it. */
export function shownFilterScenarios(
  derivation: Derivation,
  entity: Entity,
  field: Field,
  parameter: string,
): readonly DerivedScenario[] {
  const { list } = listOf(derivation, entity.name);
  return inSomeStory(derivation, entity, field, (draft, record) => {
    const value = nameOrValue(draft, record[field.name] as JsonValue);
    const other = otherOf(entity, field, record[field.name] as JsonValue);
    if (other === undefined) return undefined;
    const player = playerOf(draft);
    const { id: _, ...values } = record;
    const known = stableValue(values, values, [{ player }, { player }]);
    if (!isObject(known)) return undefined;
    const query = (wanted: JsonValue) => `${parameter}=${encoded(wanted)}&${longestPage(list)}`;
    draft.request(list, { query: query(value), expect: { status: 200, includes: known } });
    draft.request(list, { query: query(other), expect: { status: 200, excludes: known } });
    return draft.finish(
      `filter.${entity.name}.${parameter}.shown`,
      `${spaced(entity.plural)} can be filtered by ${spaced(parameter)}`,
    );
  });
}

function nameOrValue(draft: ScenarioDraft, value: JsonValue): JsonValue {
  return playerOf(draft).nameOf(value) ?? value;
}

function otherOf(entity: Entity, field: Field, value: JsonValue): JsonValue | undefined {
  const samples = [0, 1].map((n) =>
    sampleValue(field, { owner: entity.name, n, reference: () => '00000000-0000-4000-8000-000000000000' }),
  );
  return [...samples, ...edgeValues(field)].find((one) => one !== undefined && !isSame(one, value));
}

type Tell = (
  draft: ScenarioDraft,
  record: StoredRecord,
  id: string | undefined,
) => DerivedScenario | undefined;

/** The first story at whose end there is a record of the entity, with a value in the field, of which something can be told. */
function inSomeStory(
  derivation: Derivation,
  entity: Entity,
  field: Field | undefined,
  tell: Tell,
): readonly DerivedScenario[] {
  if (!isShown(derivation.model, entity.name))
    throw new Underivable(`no request of the interface shows a ${entity.name}`);
  for (const story of storiesAbout(derivation, entity)) {
    const isThere = orNothing(() => recordAfter(story(derivation.scratch()), entity, field) && true);
    const scenario = isThere
      ? orNothing(() => toldOf(derivation, entity, field, { story, tell }))
      : undefined;
    if (scenario !== undefined) return [scenario];
  }
  const what = field === undefined ? entity.name : `${entity.name}.${field.name}`;
  throw new Underivable(`no example shows ${what}`);
}

function* storiesAbout(derivation: Derivation, entity: Entity): Generator<Story> {
  const { model } = derivation;
  yield* storiesOf(derivation, { entities: [entity], steps: [], conditions: [] }).take(budget);
  for (const flow of model.flows ?? []) {
    if (writes(model, entity, flow)) yield* storiesWith(derivation, flow);
  }
}

function writes(model: SystemModel, { name }: Entity, flow: Parameters<typeof subjectOfFlow>[1]): boolean {
  const { steps } = subjectOfFlow(model, flow);
  return allSteps(steps).some((step) => 'entity' in step && step.entity === name);
}

interface Telling {
  readonly story: Story;
  readonly tell: Tell;
}

function toldOf(
  derivation: Derivation,
  entity: Entity,
  field: Field | undefined,
  { story, tell }: Telling,
): DerivedScenario | undefined {
  const draft = story(derivation);
  draft.isTimed = true;
  const record = recordAfter(draft, entity, field);
  if (record === undefined) return undefined;
  const id = playerOf(draft).nameOf(record['id'] ?? null);
  const scenario = tell(draft, record, id);
  if (scenario === undefined || playScenario(derivation.model, scenario) !== undefined) return undefined;
  return scenario;
}

function playerOf({ model, steps }: ScenarioDraft): ScenarioPlayer {
  const player = new ScenarioPlayer(new SimulatedSystem(model));
  for (const step of steps) player.play(step);
  return player;
}

/** The last record of the entity, with a value in the field, once the story is over. */
function recordAfter(
  { model, steps }: ScenarioDraft,
  entity: Entity,
  field: Field | undefined,
): StoredRecord | undefined {
  const system = new SimulatedSystem(model);
  const player = new ScenarioPlayer(system);
  const answers = steps.map((step) => player.play(step));
  if (answers.some((answer) => answer !== undefined && answer.status >= 400)) return undefined;
  return system.tables
    .all(entity.name)
    .findLast((record) => field === undefined || (record[field.name] ?? null) !== null);
}
