import type { Operation, Step } from '../../model/operation.ts';
import type { Expectation, JsonValue, ScenarioStep } from '../../model/scenario.ts';
import { entityNamed, standardOperation } from '../find-operation.ts';
import { camelCase } from '../../naming/letter-case.ts';
import type { ScenarioDraft } from '../scenario-draft.ts';
import { expectAbsent, expectStored, isShown, longestPage } from '../scenarios/read-back.ts';
import { isObject } from '../simulation/accept-value.ts';
import { isUnknown } from '../simulation/unknown-value.ts';
import type { Value } from '../simulation/evaluate.ts';
import type { SimulatedAnswer } from '../simulation/simulated-system.ts';
import type { Outcome, Play, Witness } from './find-witnesses.ts';

type RequestStep = Extract<ScenarioStep, { kind: 'request' }>;
type JsonObject = Readonly<Record<string, JsonValue>>;

/** Fills in what the requests of a witness must be answered with, and reads back what the last one wrote. */
export function expectOutcome(operation: Operation, outcome: Outcome, witness: Witness): ScenarioDraft {
  const { candidate, plays } = witness;
  const { draft, openFrom } = candidate;
  for (const [index, step] of draft.steps.entries()) {
    const answers = plays.map((play) => play.answers[index]);
    if (index >= openFrom && step.kind === 'request') draft.steps[index] = expected(step, answers, plays);
  }
  if (outcome === 'success') readBack(draft, operation, witness);
  return draft;
}

function expected(
  step: RequestStep,
  answers: readonly (SimulatedAnswer | undefined)[],
  plays: readonly [Play, Play],
): RequestStep {
  const [answer] = answers;
  if (!answer) return step;
  const saved = new Set(Object.keys(step.save ?? {}).map((name) => `\${${name}}`));
  const body = without(saved, stableValue(answer.body, answers[1]?.body, plays));
  const expect: Expectation = {
    status: answer.status,
    ...(body === undefined || answer.status >= 400 ? refusalBody(answer) : { body }),
  };
  return { ...step, expect };
}

/** The value without what is only saved by the very step. */
function without(saved: ReadonlySet<string>, value: JsonValue | undefined): JsonValue | undefined {
  if (saved.size === 0 || !isObject(value)) return value;
  const entries = Object.entries(value).filter(([, one]) => typeof one !== 'string' || !saved.has(one));
  return Object.fromEntries(entries);
}

function refusalBody(answer: SimulatedAnswer): { body?: JsonValue } {
  if (answer.status < 400 || !isObject(answer.body)) return {};
  const { code, errors } = answer.body;
  return { body: { code: code ?? '', ...(errors === undefined ? {} : { errors }) } };
}

/** The part of a value that does not depend on the instant, with saved ids under their names. */
function stableValue(
  one: Value | undefined,
  other: Value | undefined,
  plays: readonly [Play, Play],
): JsonValue | undefined {
  if (one === undefined || other === undefined) return undefined;
  if (Array.isArray(one) && Array.isArray(other)) return stableList(one, other, plays);
  if (isObject(one) && isObject(other)) {
    const entries = Object.keys(one).flatMap((key): [string, JsonValue][] => {
      const value =
        isManaged(key) || isUnknown(one[key]) ? undefined : stableValue(one[key], other[key], plays);
      return value === undefined ? [] : [[key, value]];
    });
    return Object.fromEntries(entries);
  }
  const known = one === other && !isMadeId(one) ? one : undefined;
  return plays[0].player.nameOf(one) ?? known;
}

function stableList(
  one: readonly Value[],
  other: readonly Value[],
  plays: readonly [Play, Play],
): JsonValue | undefined {
  if (one.length !== other.length) return undefined;
  const items = one.map((item, index) => stableValue(item, other[index], plays));
  return items.every((item) => item !== undefined) ? items : undefined;
}

function isManaged(key: string): boolean {
  return key === 'createdAt' || key === 'updatedAt';
}

/** An id the simulation made up; the real system makes up another one. */
function isMadeId(value: Value): boolean {
  return typeof value === 'string' && value.includes('5a3c1e00-0000-4000-8000-');
}

type WritingStep = Extract<Step, { kind: 'create' | 'update' | 'upsert' | 'increment' | 'delete' }>;

function readBack(draft: ScenarioDraft, operation: Operation, witness: Witness): void {
  const written = operation.steps.filter((step): step is WritingStep =>
    ['create', 'update', 'upsert', 'increment', 'delete'].includes(step.kind),
  );
  const last = new Map(written.map((step) => [variableOf(step), step]));
  const sentAt = draft.steps.length - 1;
  for (const [variable, step] of last) readBackRecord(draft, operation, variable, step, witness, sentAt);
}

function readBackRecord(
  draft: ScenarioDraft,
  operation: Operation,
  variable: string,
  step: WritingStep,
  { plays }: Witness,
  sentAt: number,
): void {
  const entity = entityNamed(draft.model, step.entity);
  const [record, other] = plays.map((play) => play.answers.at(-1)?.run?.variables[variable]);
  if (!entity || !isShown(draft.model, step.entity) || !isObject(record)) return;
  const { id: made = null, ...values } = record;
  const stable = stableValue(values, other, plays);
  const body: JsonObject = isObject(stable) ? stable : {};
  const id = plays[0].player.nameOf(made) ?? savedId(draft, operation, variable, step.entity, sentAt);
  if (id === undefined) expectListed(draft, step, body);
  else if (step.kind === 'delete') expectAbsent(draft, { entity, id, body });
  else expectStored(draft, { entity, id, body }, body);
}

/** For records whose ids nobody was told. */
function expectListed(draft: ScenarioDraft, step: WritingStep, body: JsonObject): void {
  const list = standardOperation(draft.model, step.entity, 'list');
  if (!list || step.kind === 'delete') return;
  draft.request(list, { query: longestPage(list), expect: { status: 200, includes: body } });
}

/** Lets the operation's own request save the id of the record it answers with; undefined when it answers with something else. */
function savedId(
  draft: ScenarioDraft,
  operation: Operation,
  variable: string,
  entity: string,
  sentAt: number,
): string | undefined {
  const { body } = operation.answer;
  const step = draft.steps[sentAt];
  if (body.kind !== 'variable' || body.name !== variable || step?.kind !== 'request') return undefined;
  const name = draft.variable(`${camelCase(entity)}Id`);
  draft.steps[sentAt] = { ...step, save: { ...step.save, [name]: 'id' } };
  return `\${${name}}`;
}

function variableOf(step: WritingStep): string {
  return 'as' in step ? step.as : step.target;
}
