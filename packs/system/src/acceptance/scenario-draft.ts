import type { Entity } from '../model/entity.ts';
import type { Field } from '../model/field.ts';
import type { Operation } from '../model/operation.ts';
import type { Expectation, JsonValue, ScenarioStep } from '../model/scenario.ts';
import type { SystemModel } from '../model/system.ts';
import { DraftActors } from './actors/draft-actors.ts';
import { isGoverned, pathOf, recordCreation, requireEntity, standardOperation } from './find-operation.ts';
import { neededHeaders } from './samples/needed-headers.ts';
import { isScarce, isUnique, sampleNumber } from './samples/is-scarce.ts';
import { bodySent, bodyType } from './samples/body-sent.ts';
import { sampleValue } from './samples/sample-value.ts';
import { camelCase } from '../naming/letter-case.ts';
import { shownValues } from './shown-values.ts';
import { Underivable } from './underivable.ts';
import { nestedName } from './witness/slots.ts';

type JsonObject = Readonly<Record<string, JsonValue>>;

/** A scenario before it has an id and statements. Equal keys mean the same proof, wherever it is asked for. */
export interface DerivedScenario {
  readonly key: string;
  readonly title: string;
  readonly steps: readonly ScenarioStep[];
  readonly isIsolated?: boolean;
  /** The instant at which its clock stands, where it needs one. */
  readonly clock?: string;
  /** True when rules of the system may rule it out, and nothing is missing then. */
  readonly isOptional?: boolean;
}

/** Where the clock stands at the beginning of scenarios that need one. */
export const standingClock = '2030-01-15T12:00:00.000Z';

/** A record that earlier steps of a draft created. */
export interface DraftRecord {
  readonly entity: Entity;
  /** `${taskId}`, for paths and bodies of later steps. */
  readonly id: string;
  /** What was sent to create it. */
  readonly body: JsonObject;
}

/** What a draft must be told about entities that written operations create. */
export interface WrittenCreation {
  /** Creates a record for which the interface has no standard operation. @throws Underivable when there is no way. */
  create(draft: ScenarioDraft, entity: Entity, wish: RecordWish): DraftRecord;
  /** Whether the standard request needs more before it than values that fit. */
  isNeeded(entity: Entity): boolean;
  /** What satisfies the rules of an operation written in place of the standard one. */
  hints(entity: Entity): CreationHints;
}

export interface CreationHints {
  readonly values: JsonObject;
  /** By reference field, or by `inside Product` for records named within lists and objects: what they must be like. */
  readonly referred: Readonly<Record<string, ReferredHint>>;
}

export interface ReferredHint {
  readonly values: JsonObject;
  /** Adds the steps that make a new record fit, after its creation. */
  readonly prepare?: (draft: ScenarioDraft, record: DraftRecord) => void;
}

export interface RecordWish {
  /** Values that matter to the scenario; the rest is made up. */
  readonly values?: JsonObject;
  /** Fields to leave out. */
  readonly without?: readonly string[];
  /** True to fill in optional and defaulted fields too. */
  readonly isFull?: boolean;
  /** What the answer must hold besides the status. */
  readonly expect?: JsonObject;
}

/**
 * The steps of one scenario while it is written: requests, and the records they need, created in the order of their
 * references. `serial` counts through all drafts of a derivation, so that unique values never collide in a shared system.
 */
export class ScenarioDraft {
  readonly model: SystemModel;
  readonly steps: ScenarioStep[] = [];
  /** True once the scenario works with records whose unique values are few. */
  isIsolated = false;
  /** True once it matters what the time is. */
  isTimed = false;
  readonly #serial: (entity: string) => number;
  readonly #written: WrittenCreation;
  readonly #ownSerial = new Map<string, number>();
  readonly #records: DraftRecord[] = [];
  readonly #making = new Set<string>();
  readonly #variables = new Map<string, number>();
  readonly #actors: DraftActors;

  constructor(model: SystemModel, serial: (entity: string) => number, written: WrittenCreation) {
    this.model = model;
    this.#serial = serial;
    this.#written = written;
    this.#actors = new DraftActors(this);
  }

  /** Those who act in the scenario. */
  get actors(): DraftActors {
    return this.#actors;
  }

  /** A body that an operation accepts; records it refers to are created before. @throws Underivable */
  bodyFor(operation: Operation): JsonObject {
    const { entity } = operation;
    // Far from the numbers of values that scenarios choose themselves.
    const n = 600 + this.#serial(`${operation.name}()`);
    const values = operation.input.flatMap((field): [string, JsonValue][] => {
      if (!isRequired(field)) return [];
      const reference = (referred: string) => this.record(referred).id;
      const value = sampleValue(field, { owner: entity, n, reference });
      if (value === undefined)
        throw new Underivable(`no value is known that ${operation.name} accepts as ${field.name}`);
      return [[field.name, value]];
    });
    return Object.fromEntries(values);
  }

  /** A key that no other request has, where the operation insists on one. */
  #ownKey({ idempotency }: Operation): Readonly<Record<string, string>> {
    return idempotency?.isRequired ? { 'idempotency-key': `request-${this.#serial('Idempotency-Key')}` } : {};
  }

  /** @throws Underivable when no such record can be created over HTTP. */
  record(entityName: string, wish: RecordWish = {}): DraftRecord {
    const other = this.#otherwise(entityName, wish);
    if (other) return other;
    const { entity, create, member } = this.#creatable(entityName);
    const body = this.body(entityName, wish);
    const variable = this.variable(`${camelCase(entityName)}Id`);
    const expected = wish.expect && shownValues(entity, wish.expect);
    this.request(create, {
      body,
      expect: {
        status: create.answer.status,
        ...(expected ? { body: member === undefined ? expected : { [member]: expected } } : {}),
      },
      save: { [variable]: member === undefined ? 'id' : `${member}.id`, ...this.#actors.adopt(create, body) },
    });
    const record = { entity, id: `\${${variable}}`, body };
    this.#records.push(record);
    return record;
  }

  /** A body the create operation accepts; records it refers to are created before. */
  body(entityName: string, wish: RecordWish = {}): JsonObject {
    const { entity, create } = this.#creatable(entityName);
    if (this.#making.has(entityName))
      throw new Underivable(`${entityName} needs a record of its own kind first`);
    this.#making.add(entityName);
    try {
      // Where somebody wrote rules, records keep to the combination of values that is known to satisfy them.
      const earlier = this.#records.filter((record) => record.entity.name === entityName).length;
      const n = isGoverned(this.model, create) ? 0 : earlier;
      const unique = this.#next(entity);
      const hints = this.#written.hints(entity);
      const values = create.input.flatMap((field): [string, JsonValue][] => {
        const wished = wish.values?.[field.name];
        if (wished !== undefined) return [[field.name, wished]];
        if (wish.without?.includes(field.name)) return [];
        const hint = isUnique(entity, field) ? undefined : hints.values[field.name];
        const value = hint ?? this.#valueFor(entity, field, { n, unique, isFull: wish.isFull ?? false });
        return value === undefined ? [] : [[field.name, value]];
      });
      return Object.fromEntries(values);
    } finally {
      this.#making.delete(entityName);
    }
  }

  /** A valid value for one field; another one for each `n`. @throws Underivable when there is none. */
  value(entity: Entity, field: Field, n: number): JsonValue {
    const isDistinct = isUnique(entity, field);
    const hint = n === 0 && !isDistinct ? this.#written.hints(entity).values[field.name] : undefined;
    if (hint !== undefined) return hint;
    const value = sampleValue(field, {
      owner: entity.name,
      n: isDistinct ? this.#next(entity) : n,
      reference: (referred) => this.#referred(entity, field, referred, isDistinct || n > 0),
    });
    if (value === undefined)
      throw new Underivable(`no value is known that ${entity.name}.${field.name} accepts`);
    return value;
  }

  request(
    operation: Operation,
    options: {
      /** The value of every path parameter. */
      readonly id?: string;
      /** The value of each path parameter, where there are several. */
      readonly parameter?: (name: string) => string;
      readonly query?: string;
      readonly body?: JsonValue;
      /** `If-Match` and `If-None-Match`, in place of any version where the operation insists on one. */
      readonly conditions?: Readonly<Record<string, string>>;
      /** Headers that the operation takes, in place of values where it insists on some. */
      readonly own?: Readonly<Record<string, string>>;
      readonly expect: Expectation;
      readonly save?: Readonly<Record<string, string>>;
      /** Who asks, in place of somebody who may; none for nobody. */
      readonly headers?: Readonly<Record<string, string>>;
    },
  ): void {
    const path = pathOf(this.model, operation, options.parameter ?? (() => options.id ?? ''));
    const caller = options.headers ?? this.#actors.headersFor(operation) ?? {};
    const headers = {
      ...caller,
      ...(options.conditions ?? anyVersion(operation)),
      ...bodyType(operation, options.body),
      ...(options.own ?? neededHeaders(operation)),
      ...this.#ownKey(operation),
    };
    this.steps.push({
      kind: 'request',
      method: operation.http.method,
      path: options.query ? `${path}?${options.query}` : path,
      ...(options.body === undefined ? {} : { body: bodySent(operation, options.body) }),
      ...(Object.keys(headers).length === 0 ? {} : { headers }),
      expect: options.expect,
      ...(options.save ? { save: options.save } : {}),
    });
  }

  /** Time passes, and what becomes due is done. */
  advance(ms: number): void {
    this.steps.push({ kind: 'advance', ms });
    this.isTimed = true;
    this.#actors.renew(ms);
  }

  /** The records that the scenario has created. */
  get records(): readonly DraftRecord[] {
    return this.#records;
  }

  /** A name no earlier step of this draft saved under. */
  variable(name: string): string {
    const count = (this.#variables.get(name) ?? 0) + 1;
    this.#variables.set(name, count);
    return count === 1 ? name : `${name}${count}`;
  }

  #valueFor(
    entity: Entity,
    field: Field,
    { n, unique, isFull }: { n: number; unique: number; isFull: boolean },
  ): JsonValue | undefined {
    const isDistinct = isUnique(entity, field);
    const wouldRepeat = isDistinct && field.defaultValue !== undefined && !isMade(field);
    if (!isRequired(field) && !isFull && !wouldRepeat) return undefined;
    const make = () =>
      sampleValue(field, {
        owner: entity.name,
        n: isDistinct ? sampleNumber(entity, field, unique) : n,
        reference: (referred, index) => this.#referred(entity, field, referred, isDistinct || index > n),
      });
    if (!isRequired(field)) return orNothing(make);
    const value = make();
    if (value === undefined)
      throw new Underivable(`no value is known that ${entity.name}.${field.name} accepts`);
    return value;
  }

  /** A new record that the field of the entity may refer to. @throws Underivable when there is no way to one. */
  recordFor(entity: Entity, field: Field, referred: string): DraftRecord {
    const hint = this.#hintFor(entity, field, referred);
    const record = this.record(referred, hint ? { values: hint.values } : {});
    hint?.prepare?.(this, record);
    return record;
  }

  #hintFor(entity: Entity, field: Field, referred: string): ReferredHint | undefined {
    const hints = this.#written.hints(entity).referred;
    return field.type.kind === 'reference' ? hints[field.name] : hints[nestedName(referred)];
  }

  /** The scenario as it stands. */
  finish(key: string, title: string): DerivedScenario {
    const setting = this.isTimed
      ? { isIsolated: true, clock: standingClock }
      : this.isIsolated
        ? { isIsolated: true }
        : {};
    return { key, title, steps: [...this.steps], ...setting };
  }

  /** The number of the next unique value. Where values are few, each scenario counts for itself, on a system of its own. */
  #next(entity: Entity): number {
    if (!isScarce(entity)) return this.#serial(entity.name);
    this.isIsolated = true;
    const next = this.#ownSerial.get(entity.name) ?? 0;
    this.#ownSerial.set(entity.name, next + 1);
    return next;
  }

  /** The id of a record to refer to: one that is there, or a new one where one must not be shared or must be special. */
  #referred(entity: Entity, field: Field, referred: string, needsOwn: boolean): string {
    const hint = this.#hintFor(entity, field, referred);
    const present = this.#records.find((record) => record.entity.name === referred);
    const hasRules = isGoverned(this.model, standardOperation(this.model, entity.name, 'create'));
    if (present && !needsOwn && !hint && !hasRules) return present.id;
    return this.recordFor(entity, field, referred).id;
  }

  #otherwise(entityName: string, wish: RecordWish): DraftRecord | undefined {
    const entity = requireEntity(this.model, entityName);
    if (recordCreation(this.model, entityName) && !this.#written.isNeeded(entity)) return undefined;
    if (this.#making.has(entityName))
      throw new Underivable(`${entityName} needs a record of its own kind first`);
    this.#making.add(entityName);
    try {
      const record = this.#written.create(this, entity, wish);
      this.#records.push(record);
      return record;
    } finally {
      this.#making.delete(entityName);
    }
  }

  #creatable(entityName: string): { entity: Entity; create: Operation; member?: string | undefined } {
    const entity = requireEntity(this.model, entityName);
    const creation = recordCreation(this.model, entityName);
    if (!creation) throw new Underivable(`no request of the interface creates a ${entityName}`);
    return { entity, create: creation.operation, member: creation.member };
  }
}

function isRequired(field: Field): boolean {
  return !field.isOptional && field.defaultValue === undefined;
}

/** Where a value may be left out, one that cannot be made is left out. */
function orNothing<T>(make: () => T | undefined): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof Underivable) return undefined;
    throw error;
  }
}

/** A default that is another one for each record. */
function isMade({ defaultValue }: Field): boolean {
  return defaultValue?.kind === 'next' || defaultValue?.kind === 'uuid';
}

/** What lets a request change any version, where the operation insists on one. */
function anyVersion({ precondition }: Operation): Readonly<Record<string, string>> {
  return precondition?.isRequired ? { 'if-match': '*' } : {};
}
