import type { Entity } from '../../model/entity.ts';
import type { Field } from '../../model/field.ts';
import type { Assignment, Operation, Step } from '../../model/operation.ts';
import type { JsonValue, ScenarioStep } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { allSteps } from '../../model/walk-steps.ts';
import { spaced } from '../../naming/letter-case.ts';
import { isRequestOf } from '../is-request-of.ts';
import { invalidValues } from '../samples/invalid-values.ts';
import { isPlural, withArticle } from '../samples/with-article.ts';
import type { DerivedScenario } from '../scenario-draft.ts';
import { isObject } from '../simulation/accept-value.ts';
import { Underivable } from '../underivable.ts';
import type { Derivation } from './derivation.ts';
import { operationScenarios } from './operation-scenarios.ts';

type RequestStep = Extract<ScenarioStep, { kind: 'request' }>;

/**
 * What shows a field of records that only written operations create: their examples, where an answer has the field, and what
 * they refuse as the value that goes into it. @throws Underivable when no example shows it.
 */
export function writtenFieldScenarios(
  derivation: Derivation,
  entity: Entity,
  field: Field,
): readonly DerivedScenario[] {
  for (const operation of writersOf(derivation.model, entity, field)) {
    const shown = exampleThatShows(derivation, operation, field);
    if (shown === undefined) continue;
    const place = shown.steps.findLastIndex((step) => isRequestOf(derivation.model, operation, step));
    const kept: DerivedScenario = {
      ...shown,
      key: `field.${entity.name}.${field.name}.written`,
      title: `${withArticle(entity.name)} keeps its ${spaced(field.name)}: ${shown.title}`,
    };
    // An example of its own: two scenarios on one system must not share values that are unique.
    const again = exampleThatSucceeds(derivation, operation);
    return [kept, ...(again ? refused({ entity, field, operation }, again, place) : [])];
  }
  throw new Underivable(`no example shows ${entity.name}.${field.name}`);
}

/** The written operations that give the field a value, those that take it from the request first. */
function writersOf({ operations }: SystemModel, entity: Entity, field: Field): readonly Operation[] {
  const writers = operations.filter(
    (operation) =>
      operation.origin === 'written' &&
      allSteps(operation.steps).some((step) => writes(step, entity, field, operation)),
  );
  return writers.toSorted(
    (a, b) =>
      Number(inputFor(b, entity, field) !== undefined) - Number(inputFor(a, entity, field) !== undefined),
  );
}

function writes(step: Step, entity: Entity, field: Field, { input }: Operation): boolean {
  if (step.kind === 'increment') return step.entity === entity.name && step.field === field.name;
  const assigned = assignmentsTo(step, entity);
  if (assigned === undefined) return false;
  const copies = 'fromInput' in step && step.fromInput && input.some(({ name }) => name === field.name);
  return copies || assigned.some((one) => one.field === field.name);
}

function assignmentsTo(step: Step, entity: Entity): readonly Assignment[] | undefined {
  if (step.kind !== 'create' && step.kind !== 'update' && step.kind !== 'upsert') return undefined;
  if (step.entity !== entity.name) return undefined;
  return step.kind === 'upsert' ? [...step.key, ...step.set] : step.set;
}

/** The field of the body whose value goes into the field of the record as it is. */
function inputFor(operation: Operation, entity: Entity, field: Field): Field | undefined {
  const names = allSteps(operation.steps).map((step) => inputOfStep(step, entity, field));
  return operation.input.find(({ name }) => names.includes(name));
}

function inputOfStep(step: Step, entity: Entity, field: Field): string | undefined {
  const assignments = assignmentsTo(step, entity);
  if (assignments === undefined) return undefined;
  const node = assignments.find((one) => one.field === field.name)?.value.node;
  if (node === undefined) return 'fromInput' in step && step.fromInput ? field.name : undefined;
  const isInput = node.kind === 'member' && node.target.kind === 'variable' && node.target.name === 'input';
  return isInput ? node.name : undefined;
}

export function exampleThatSucceeds(
  derivation: Derivation,
  operation: Operation,
): DerivedScenario | undefined {
  try {
    const { scenarios } = operationScenarios(derivation, operation.name);
    return scenarios.find(({ key }) => key.endsWith('.success'));
  } catch (error) {
    if (error instanceof Underivable) return undefined;
    throw error;
  }
}

function exampleThatShows(
  derivation: Derivation,
  operation: Operation,
  field: Field,
): DerivedScenario | undefined {
  const success = exampleThatSucceeds(derivation, operation);
  return success?.steps.some((step) => isShownIn(step, field.name)) ? success : undefined;
}

/** Whether an answer must have the field, as a record or within a list of records. */
function isShownIn(step: ScenarioStep, field: string): boolean {
  if (step.kind !== 'request' || step.expect.status >= 300) return false;
  const { body, includes } = step.expect;
  return [body, includes].some((expected) => isObject(expected) && Object.hasOwn(expected, field));
}

interface Writer {
  readonly entity: Entity;
  readonly field: Field;
  readonly operation: Operation;
}

/** What the operation must refuse as the value that goes into the field. */
function refused(
  { entity, field, operation }: Writer,
  shown: DerivedScenario,
  place: number,
): readonly DerivedScenario[] {
  const given = inputFor(operation, entity, field);
  const request = shown.steps[place];
  if (given === undefined || request?.kind !== 'request' || !isObject(request.body)) return [];
  const { [given.name]: _, ...rest } = request.body as Readonly<Record<string, JsonValue>>;
  const isNeeded = !given.isOptional && given.defaultValue === undefined && !operation.isPartial;
  const context = { owner: entity.name, n: 0, reference: () => undefined };
  const faulty = [
    ...(isNeeded ? [{ body: rest, why: 'missing' }] : []),
    ...invalidValues(given, context)
      .filter(({ fault, at }) => fault !== 'reference' && at === undefined)
      .map(({ value, why }) => ({ body: { ...rest, [given.name]: value }, why })),
  ];
  if (faulty.length === 0) return [];
  const steps = faulty.map(({ body }): RequestStep => {
    const { save: _save, ...others } = request;
    return { ...others, body, expect: { status: 400, body: { code: 'invalid_input' } } };
  });
  const verb = isPlural(spaced(field.name)) ? 'are' : 'is';
  return [
    {
      ...shown,
      key: `field.${entity.name}.${field.name}.written.refused`,
      title: `${withArticle(entity.name)} is refused when its ${spaced(field.name)} ${verb} not what is allowed`,
      steps: [...shown.steps.slice(0, place), ...steps],
      isOptional: true,
    },
  ];
}
