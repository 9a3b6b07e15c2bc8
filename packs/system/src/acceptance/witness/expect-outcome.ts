import type { Operation, Step } from '../../model/operation.ts';
import type { Expectation, JsonValue, ScenarioStep } from '../../model/scenario.ts';
import { entityNamed } from '../find-operation.ts';
import { camelCase } from '../../naming/letter-case.ts';
import type { ScenarioDraft } from '../scenario-draft.ts';
import { expectAbsent, expectListed, expectStored, isShown } from '../scenarios/read-back.ts';
import { isObject } from '../simulation/accept-value.ts';
import type { SimulatedAnswer } from '../simulation/simulated-system.ts';
import type { Outcome, Play, Witness } from './find-witnesses.ts';
import { stableValue } from './stable-value.ts';

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
  if (id === undefined) {
    if (step.kind !== 'delete') expectListed(draft, entity, body);
    return;
  }
  if (step.kind === 'delete') expectAbsent(draft, { entity, id, body });
  else expectStored(draft, { entity, id, body }, body);
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
