import type { Choices } from './choices.ts';
import { fieldsOf, type Known, RandomExpressions } from './random-expression.ts';
import { type RandomField, randomFields } from './random-fields.ts';

export interface RandomEntity {
  readonly name: string;
  readonly fields: readonly RandomField[];
}

type Step = Record<string, unknown>;

/** A step, or undefined where what is known is not enough for one. */
type Maker = (scope: Scope, expressions: RandomExpressions, depth: number) => Step | undefined;

interface Scope {
  readonly known: Known[];
  /** Variables that hold records. */
  readonly records: { readonly name: string; readonly entity: RandomEntity }[];
}

/** An operation of random steps on random entities; not each of them is a sound one. */
export class RandomOperation {
  readonly #choices: Choices;
  readonly #entities: readonly RandomEntity[];
  #variables = 0;
  readonly #makers: Readonly<Record<string, Maker>> = {
    require: (_, expressions) => ({
      require: expressions.of('boolean'),
      else: `${this.#choices.oneOf([409, 422, 404])} code_${this.#next('c')}`,
    }),
    compute: (scope, expressions) => this.#compute(scope, expressions),
    load: (scope) => this.#fetch(scope, 'load'),
    find: (scope) => this.#fetch(scope, 'find'),
    count: (scope) => this.#query(scope, 'count'),
    list: (scope) => this.#query(scope, 'list'),
    group: (scope) => this.#group(scope),
    create: (scope) => this.#create(scope),
    updateAll: (scope) => this.#updateAll(scope),
    deleteAll: (scope) => this.#deleteAll(scope),
    update: (scope) => this.#update(scope),
    increment: (scope, expressions) => this.#increment(scope, expressions),
    if: (scope, expressions, depth) =>
      depth === 0 ? undefined : this.#branch(scope, expressions, depth - 1),
    each: (scope, _, depth) => (depth === 0 ? undefined : this.#loop(scope, depth - 1)),
  };

  constructor(choices: Choices, entities: readonly RandomEntity[]) {
    this.#choices = choices;
    this.#entities = entities;
  }

  document(path: string): object {
    const choices = this.#choices;
    const names = this.#entities.map(({ name }) => name);
    const input = randomFields(choices, 1, 5, names);
    const query = choices.isSo(20) ? randomFields(choices, 1, 2, []) : [];
    const scope: Scope = {
      known: [
        ...fieldsOf('input', input),
        ...fieldsOf(
          'query',
          query.map((field) => ({ ...field, isOptional: true })),
        ),
      ],
      records: [],
    };
    const steps = this.#steps(scope, 1 + choices.below(5), 2);
    // What nothing uses is refused.
    const uses = input.map(({ name }) => [`was${name}`, `input.${name}`]);
    return {
      http: `POST /${path}`,
      input: Object.fromEntries(input.map(({ name, notation }) => [name, notation])),
      ...(query.length > 0
        ? {
            query: Object.fromEntries(
              query.map(({ name, notation }) => [name, notation.replace(/ = .*/, '')]),
            ),
          }
        : {}),
      do: steps,
      answer: {
        status: choices.oneOf([200, 201, 202]),
        body: { ...Object.fromEntries(uses), ...this.#body(scope) },
      },
    };
  }

  #body({ known, records }: Scope): Step {
    const expressions = new RandomExpressions(this.#choices, known);
    const values = this.#choices.several(0, 3, (index) => [
      `value${index}`,
      expressions.of(this.#choices.oneOf(['integer', 'number', 'text', 'boolean', 'date'] as const)),
    ]);
    const record = this.#choices.oneOf(records);
    return { ...Object.fromEntries(values), ...(record ? { record: record.name } : {}) };
  }

  #steps(scope: Scope, count: number, depth: number): Step[] {
    const steps: Step[] = [];
    for (let step = 0; step < count; step += 1) {
      const made = this.#step(scope, depth);
      if (made !== undefined) steps.push(made);
    }
    return steps.length > 0
      ? steps
      : [{ require: new RandomExpressions(this.#choices, scope.known).of('boolean'), else: '409 not_now' }];
  }

  #step(scope: Scope, depth: number): Step | undefined {
    const maker = this.#choices.oneOf(Object.values(this.#makers));
    return maker?.(scope, new RandomExpressions(this.#choices, scope.known), depth);
  }

  #next(prefix: string): string {
    this.#variables += 1;
    return `${prefix}${this.#variables}`;
  }

  #name(word: string): string {
    return this.#choices.isSo(50)
      ? this.#next(word)
      : this.#choices.oneOf([
          'slug',
          'least',
          'total',
          'result',
          'value',
          'item',
          'page',
          'existing',
          'row',
          'list',
          'create',
          'changes',
          'values',
          'table',
          'index',
          'body',
          'event',
          'error',
          'found',
        ]);
  }

  #entity(): RandomEntity {
    return this.#choices.oneOf(this.#entities) as RandomEntity;
  }

  #fetch(scope: Scope, kind: 'load' | 'find'): Step {
    const entity = this.#entity();
    const name = this.#name('one');
    const id = this.#choices.oneOf(
      scope.known.filter(
        (one) =>
          typeof one.kind === 'object' && one.kind.entity === entity.name && !one.isList && !one.isOptional,
      ),
    );
    const found =
      id === undefined || this.#choices.isSo(30)
        ? { where: this.#where(scope, entity), sort: '-createdAt' }
        : { by: id.code };
    const refusal = kind === 'load' && this.#choices.isSo(50) ? { else: '404 gone' } : {};
    const isOptional = kind === 'find';
    if (!isOptional) {
      scope.known.push(...fieldsOf(name, entity.fields), {
        code: `${name}.id`,
        kind: { entity: entity.name },
        isList: false,
        isOptional: false,
      });
      scope.records.push({ name, entity });
    } else {
      scope.known.push({ code: name, kind: 'object', isList: false, isOptional: true });
    }
    return { [kind]: `${entity.name} as ${name}`, ...found, ...refusal };
  }

  #where(scope: Scope, { fields }: RandomEntity): string {
    return new RandomExpressions(this.#choices, [
      ...scope.known,
      ...fieldsOf('record', fields),
      ...fieldsOf('record', fields),
    ]).of('boolean', 2);
  }

  #query(scope: Scope, kind: 'count' | 'list'): Step {
    const entity = this.#entity();
    const name = this.#name(kind === 'count' ? 'total' : 'all');
    const where = this.#choices.isSo(70) ? { where: this.#where(scope, entity) } : {};
    if (kind === 'count') scope.known.push({ code: name, kind: 'integer', isList: false, isOptional: false });
    else scope.known.push(...listValues(name, entity));
    return { [kind]: `${entity.name} as ${name}`, ...where };
  }

  #group(scope: Scope): Step | undefined {
    const entity = this.#entity();
    const by = this.#choices.oneOf(entity.fields.filter(({ isList, kind }) => !isList && kind !== 'object'));
    if (by === undefined) return undefined;
    const name = this.#name('rows');
    const number = entity.fields.find(
      ({ kind, isList, isOptional }) => kind === 'integer' && !isList && !isOptional,
    );
    scope.known.push({ code: `${name}.map(r, r.n)`, kind: 'integer', isList: true, isOptional: false });
    return {
      group: `${entity.name} as ${name}`,
      by: { [by.name]: `record.${by.name}` },
      set: { n: 'size(records)', ...(number ? { s: `sum(records.map(r, r.${number.name}))` } : {}) },
    };
  }

  #set(scope: Scope, entity: RandomEntity, isWhole: boolean): Record<string, string> | undefined {
    const expressions = new RandomExpressions(this.#choices, scope.known);
    const set: Record<string, string> = {};
    for (const field of entity.fields) {
      const isNeeded = isWhole && !field.isOptional && !field.notation.includes(' = ');
      if (!isNeeded && this.#choices.isSo(60)) continue;
      const value = expressions.forField(field);
      if (value !== undefined) set[field.name] = value;
      else if (isNeeded) return undefined;
    }
    return Object.keys(set).length > 0 ? set : undefined;
  }

  #create(scope: Scope): Step | undefined {
    const entity = this.#entity();
    const set = this.#set(scope, entity, true);
    if (set === undefined) return undefined;
    const name = this.#name('made');
    scope.known.push(...fieldsOf(name, entity.fields));
    scope.records.push({ name, entity });
    return { create: `${entity.name} as ${name}`, set };
  }

  #updateAll(scope: Scope): Step | undefined {
    const entity = this.#entity();
    const set = this.#set(scope, entity, false);
    if (set === undefined) return undefined;
    return { update: `${entity.name} as ${this.#name('changed')}`, where: this.#where(scope, entity), set };
  }

  #deleteAll(scope: Scope): Step {
    const entity = this.#entity();
    return { delete: `${entity.name} as ${this.#name('removed')}`, where: this.#where(scope, entity) };
  }

  #update(scope: Scope): Step | undefined {
    const record = this.#choices.oneOf(scope.records);
    const set = record && this.#set(scope, record.entity, false);
    return set && { update: record.name, set };
  }

  #increment(scope: Scope, expressions: RandomExpressions): Step | undefined {
    const record = this.#choices.oneOf(scope.records);
    const field = record?.entity.fields.find(
      ({ kind, isList, isOptional }) => kind === 'integer' && !isList && !isOptional,
    );
    return field && { increment: `${record?.name}.${field.name}`, by: expressions.of('integer', 1) };
  }

  #compute(scope: Scope, expressions: RandomExpressions): Step {
    const kind = this.#choices.oneOf(['integer', 'number', 'text', 'boolean', 'date', 'datetime'] as const);
    const name = this.#name('worth');
    const value = expressions.varying(kind);
    scope.known.push({ code: name, kind, isList: false, isOptional: false });
    return { compute: name, value };
  }

  #branch(scope: Scope, expressions: RandomExpressions, depth: number): Step {
    const inner = (): Scope => ({ known: [...scope.known], records: [...scope.records] });
    const otherwise = this.#choices.isSo(40)
      ? { else: this.#steps(inner(), 1 + this.#choices.below(2), depth) }
      : {};
    return {
      if: expressions.of('boolean', 2),
      // oxlint-disable-next-line unicorn/no-thenable -- a word of the language
      then: this.#steps(inner(), 1 + this.#choices.below(3), depth),
      ...otherwise,
    };
  }

  #loop(scope: Scope, depth: number): Step | undefined {
    const list = this.#choices.oneOf(scope.known.filter((one) => one.isList && !one.isOptional));
    if (list === undefined) return undefined;
    const name = this.#next('each');
    const inner: Scope = {
      known: [...scope.known, { ...list, code: name, isList: false }],
      records: [...scope.records],
    };
    return { each: `${name} in ${list.code}`, do: this.#steps(inner, 1 + this.#choices.below(2), depth) };
  }
}

/** What expressions can do with a list of records: the values of a field. */
function listValues(name: string, { fields }: RandomEntity): Known[] {
  return fields
    .filter(({ isList, isOptional }) => !isList && !isOptional)
    .map((field) => ({
      code: `${name}.map(r, r.${field.name})`,
      kind: field.kind,
      isList: true,
      isOptional: false,
    }));
}
