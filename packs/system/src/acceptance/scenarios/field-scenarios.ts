import type { Entity } from '../../model/entity.ts';
import type { DefaultValue, Field, FieldType } from '../../model/field.ts';
import type { JsonValue } from '../../model/scenario.ts';
import { isGoverned, recordCreation, requireEntity, standardOperation } from '../find-operation.ts';
import { edgeValues } from '../samples/edge-values.ts';
import { type Fault, type InvalidValue, invalidValues } from '../samples/invalid-values.ts';
import { isUnique } from '../samples/is-scarce.ts';
import { isPlural, withArticle } from '../samples/with-article.ts';
import { spaced } from '../../naming/letter-case.ts';
import { isTokenType } from '../../blueprint/secret-notation.ts';
import { madeValues } from '../samples/made-values.ts';
import { Underivable } from '../underivable.ts';
import type { Derivation } from './derivation.ts';
import type { DerivedScenario, ScenarioDraft } from '../scenario-draft.ts';
import { expectStored, expectStoredIfShown } from './read-back.ts';
import { onDeleteScenarios } from './reference-scenarios.ts';
import { initialStateScenario } from './state-scenarios.ts';
import { tokenScenario } from './token-scenario.ts';
import { computedScenario, immutableScenario, readonlyScenario } from './given-scenarios.ts';
import { writtenFieldScenarios } from './written-field-scenarios.ts';
import { uniqueFieldScenario, uniqueRaceScenarios } from './unique-scenarios.ts';

/** That the field is kept, what it refuses, what it is when left out, that it is unique, what happens to what it refers to. */
export function fieldScenarios(
  derivation: Derivation,
  entityName: string,
  fieldName: string,
): readonly DerivedScenario[] {
  const entity = requireEntity(derivation.model, entityName);
  const computed = entity.computed?.find((one) => one.name === fieldName);
  if (computed) return [computedScenario(derivation, entity, computed)];
  const field = entity.fields.find((one) => one.name === fieldName);
  if (!field) throw new Underivable(`${entityName} has no field ${fieldName}`);
  const made = madeBySystem(derivation, entity, field);
  if (made !== undefined) return [made];
  if (!recordCreation(derivation.model, entityName)) return writtenFieldScenarios(derivation, entity, field);
  return [
    keptScenario(derivation, entity, field),
    ...edgesScenario(derivation, entity, field),
    ...refusedScenario(derivation, entity, field),
    ...absentScenario(derivation, entity, field),
    ...(field.isImmutable ? immutableScenario(derivation, entity, field) : []),
    ...(field.unique
      ? [uniqueFieldScenario(derivation, entity, field), ...uniqueRaceScenarios(derivation, entity)]
      : []),
    ...onDeleteScenarios(derivation, entity, field),
  ];
}

/** What shows a field that no input gives. */
function madeBySystem(derivation: Derivation, entity: Entity, field: Field): DerivedScenario | undefined {
  if (field.managed === 'state') return initialStateScenario(derivation, entity);
  if (field.managed) return managedScenario(derivation, entity, field);
  if (isTokenType(field.type)) return tokenScenario(derivation, entity, field);
  const creation = recordCreation(derivation.model, entity.name)?.operation;
  const isGiven = creation?.input.some(({ name }) => name === field.name) ?? false;
  return field.isReadonly && !isGiven ? readonlyScenario(derivation, entity, field) : undefined;
}

function keptScenario(derivation: Derivation, entity: Entity, field: Field): DerivedScenario {
  const draft = derivation.draft();
  const value = draft.value(entity, field, 0);
  const record = draft.record(entity.name, {
    values: { [field.name]: value },
    expect: { [field.name]: value },
  });
  expectStoredIfShown(draft, record, { [field.name]: value });
  return draft.finish(
    `field.${entity.name}.${field.name}.kept`,
    `${withArticle(entity.name)} keeps its ${phrase(field)}`,
  );
}

/** Both ends of a range, every value of an enum. Rules of an operation that somebody wrote may rule some out. */
function edgesScenario(derivation: Derivation, entity: Entity, field: Field): readonly DerivedScenario[] {
  const edges = isUnique(entity, field) ? [] : edgeValues(field);
  if (edges.length === 0) return [];
  const draft = derivation.draft();
  for (const edge of edges) {
    draft.record(entity.name, { values: { [field.name]: edge }, expect: { [field.name]: edge } });
  }
  const isOptional = isGoverned(draft.model, standardOperation(draft.model, entity.name, 'create'));
  const title = `${withArticle(entity.name)} takes every ${phrase(field)} that is allowed`;
  return [
    {
      ...draft.finish(`field.${entity.name}.${field.name}.edges`, title),
      ...(isOptional ? { isOptional } : {}),
    },
  ];
}

function refusedScenario(derivation: Derivation, entity: Entity, field: Field): readonly DerivedScenario[] {
  const draft = derivation.draft();
  const create = recordCreation(draft.model, entity.name)?.operation;
  if (!create) throw new Underivable(`no request of the interface creates a ${entity.name}`);
  const value = draft.value(entity, field, 0);
  const body = draft.body(entity.name, { values: { [field.name]: value } });
  const reasons: string[] = [];
  const refuse = (
    faulty: Readonly<Record<string, JsonValue>>,
    { why, fault, at }: Partial<InvalidValue> & { why: string },
  ) => {
    if (at === undefined) reasons.push(why);
    draft.request(create, { body: faulty, expect: { status: 400, body: problemOf(field, fault, at) } });
  };
  if (!field.isOptional && field.defaultValue === undefined) {
    const { [field.name]: _, ...rest } = body;
    refuse(rest, { why: 'is missing' });
  }
  const context = { owner: entity.name, n: 0, reference: () => '' };
  for (const invalid of invalidValues(field, context)) {
    refuse({ ...body, [field.name]: invalid.value }, invalid);
  }
  if (holdsObjects(field.type)) reasons.push('has something wrong inside');
  if (reasons.length === 0) return [];
  return [
    draft.finish(
      `field.${entity.name}.${field.name}.refused`,
      `${withArticle(entity.name)} is refused when its ${phrase(field)} ${inWords(reasons.map((reason) => agreeing(field, reason)))}`,
    ),
  ];
}

function holdsObjects(type: FieldType): boolean {
  return type.kind === 'object' || (type.kind === 'list' && holdsObjects(type.of));
}

/** Which field is at fault; for an item of a list the field's name says less than its place, so none is asked for. */
function problemOf(field: Field, fault: Fault | undefined, at: string | undefined): JsonValue {
  if (fault === 'item') return { code: 'invalid_input' };
  const place = at === undefined ? field.name : `${field.name}.${at}`;
  const error = fault === 'reference' ? { field: place, code: 'unknown_reference' } : { field: place };
  return { code: 'invalid_input', errors: [error] };
}

/** What an answer holds where the input left the field out: its default, or null. */
function absentScenario(derivation: Derivation, entity: Entity, field: Field): readonly DerivedScenario[] {
  const standard = field.defaultValue;
  if (!field.isOptional && standard === undefined) return [];
  const draft = derivation.draft();
  const title = `${withArticle(entity.name)} without ${withArticle(phrase(field))}`;
  const key = `field.${entity.name}.${field.name}.absent`;
  if (standard?.kind === 'now') {
    const record = draft.record(entity.name, { without: [field.name] });
    const created = saveFromLast(draft, 'createdAt');
    expectStored(draft, record, { [field.name]: created });
    return [draft.finish(key, `${title} gets the present instant`)];
  }
  const made = standard === undefined ? undefined : madeOutcome(draft, entity, field, standard);
  if (made !== undefined) return [draft.finish(key, `${title} ${made}`)];
  const { value, outcome } = standard ? defaultOutcome(standard) : { value: null, outcome: 'is accepted' };
  const record = draft.record(entity.name, { without: [field.name], expect: { [field.name]: value } });
  expectStoredIfShown(draft, record, { [field.name]: value });
  return [draft.finish(key, `${title} ${outcome}`)];
}

/** What the system makes for each record; undefined for what is always the same. */
function madeOutcome(
  draft: ScenarioDraft,
  entity: Entity,
  field: Field,
  { kind }: DefaultValue,
): string | undefined {
  if (kind === 'expression') {
    expectMade(draft, entity, field);
    return 'gets one that is made of its other values';
  }
  if (kind !== 'next' && kind !== 'uuid') return undefined;
  expectStoredIfShown(draft, draft.record(entity.name, { without: [field.name] }));
  return 'gets one from the system';
}

function expectMade(draft: ScenarioDraft, entity: Entity, { name }: Field): void {
  const record = draft.record(entity.name, { without: [name] });
  const made = madeValues(entity, record.body)[name];
  expectStoredIfShown(draft, record, made === undefined ? {} : { [name]: made });
}

function defaultOutcome(standard: DefaultValue): { readonly value: JsonValue; readonly outcome: string } {
  return standard.kind === 'literal'
    ? { value: standard.value, outcome: `gets ${JSON.stringify(standard.value)}` }
    : { value: '${today}', outcome: "gets today's date" };
}

/** Lets the last request save a value of its answer; gives the name that stands for it. */
function saveFromLast(draft: ScenarioDraft, path: string): string {
  const last = draft.steps.pop();
  if (last?.kind !== 'request') throw new Underivable('the record was not created by a request');
  const variable = draft.variable(path);
  draft.steps.push({ ...last, save: { ...last.save, [variable]: path } });
  return `\${${variable}}`;
}

function managedScenario(derivation: Derivation, entity: Entity, field: Field): DerivedScenario {
  const draft = derivation.draft();
  const create = recordCreation(draft.model, entity.name)?.operation;
  if (!create) throw new Underivable(`no request of the interface creates a ${entity.name}`);
  draft.record(entity.name);
  const saved = saveFromLast(draft, field.name);
  const body = { ...draft.body(entity.name), [field.name]: saved };
  draft.request(create, { body, expect: { status: 400, body: { code: 'invalid_input' } } });
  return draft.finish(
    `field.${entity.name}.${field.name}.managed`,
    `${withArticle(entity.name)} gets its ${phrase(field)} from the system alone`,
  );
}

function phrase(field: Field): string {
  return spaced(field.name);
}

/** "is missing" of one thing, "are missing" of several. */
function agreeing(field: Field, reason: string): string {
  if (!isPlural(phrase(field))) return reason;
  return reason
    .replace(/^is /, 'are ')
    .replace(/^has /, 'have ')
    .replace(/^does /, 'do ')
    .replace(/^refers /, 'refer ');
}

function inWords(reasons: readonly string[]): string {
  return reasons.length < 2 ? reasons.join('') : `${reasons.slice(0, -1).join(', ')} or ${reasons.at(-1)}`;
}
