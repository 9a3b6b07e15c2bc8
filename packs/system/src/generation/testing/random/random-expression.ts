import type { Choices } from './choices.ts';
import type { Kind, RandomField } from './random-fields.ts';

/** A value that an expression can speak of. */
export interface Known {
  readonly code: string;
  readonly kind: RandomField['kind'];
  readonly isList: boolean;
  readonly isOptional: boolean;
}

/** The fields of a record, as values. */
export const fieldsOf = (variable: string, fields: readonly RandomField[]): Known[] =>
  fields.map(({ name, kind, isList, isOptional }) => ({
    code: `${variable}.${name}`,
    kind,
    isList,
    isOptional,
  }));

const literals: Readonly<Record<Kind, readonly [string, ...string[]]>> = {
  integer: ['1', '7', '-3'],
  number: ['0.5', '2.0', '100.25'],
  boolean: ['true', 'false'],
  text: ["'a'", "'some text'", "''", "'it''s'".replace("''", "\\'")],
  date: ["date('2026-01-31')", "date('2027-03-01')"],
  datetime: ["timestamp('2026-06-30T00:00:00Z')", "timestamp('2026-01-31T09:30:00Z')"],
  duration: ["duration('36h')", 'days(2)'],
  colour: ["'red'", "'blue'"],
};

/** What changes by itself. */
const givens: Readonly<Record<Kind, string>> = {
  integer: 'now.getHours()',
  number: 'double(now.getHours())',
  boolean: '(now.getHours() > 12)',
  text: 'string(today)',
  date: 'today',
  datetime: 'now',
  duration: "(now - timestamp('2026-01-31T09:30:00Z'))",
  colour: "'red'",
};

/** Expressions of a type over what is known. */
export class RandomExpressions {
  readonly #choices: Choices;
  readonly #known: readonly Known[];

  constructor(choices: Choices, known: readonly Known[]) {
    this.#choices = choices;
    this.#known = known;
  }

  /** A value that is there. */
  of(kind: Kind, depth = 2): string {
    const choices = this.#choices;
    if (kind === 'boolean') return this.#condition(Math.max(0, depth - 1));
    if (depth === 0 || choices.isSo(25)) return this.#leaf(kind);
    if (choices.isSo(10))
      return `(${this.of('boolean', depth - 1)} ? ${this.of(kind, depth - 1)} : ${this.of(kind, depth - 1)})`;
    const forms = this.#forms(kind, depth - 1);
    return choices.oneOf(forms)?.() ?? this.#leaf(kind);
  }

  /** A value that is not the same for all requests. */
  varying(kind: Kind): string {
    if (kind === 'boolean') return this.#condition(1);
    const isSum = kind === 'integer' || kind === 'number' || kind === 'text';
    return isSum ? `(${this.#given(kind)} + ${this.of(kind, 1)})` : this.#given(kind);
  }

  /** A value of the type of a field, or null where that may be. */
  forField(field: RandomField): string | undefined {
    if (field.isOptional && this.#choices.isSo(25)) return 'null';
    const same = this.#known.filter(
      (one) =>
        sameKind(one.kind, field.kind) &&
        one.isList === field.isList &&
        (!one.isOptional || field.isOptional),
    );
    const known = this.#choices.oneOf(same)?.code;
    if (field.isList || typeof field.kind !== 'string' || field.kind === 'object') return known;
    if (known !== undefined && this.#choices.isSo(40)) return known;
    return this.of(field.kind);
  }

  #leaf(kind: Kind): string {
    const known = this.#choices.oneOf(this.#known.filter((one) => one.kind === kind && !one.isList));
    if (known === undefined || this.#choices.isSo(20)) return this.#choices.oneOf(literals[kind]);
    return known.isOptional ? `coalesce(${known.code}, ${this.#choices.oneOf(literals[kind])})` : known.code;
  }

  #list(): Known | undefined {
    return this.#choices.oneOf(this.#known.filter((one) => one.isList && !one.isOptional));
  }

  #forms(kind: Kind, depth: number): readonly (() => string)[] {
    const of = (other: Kind): string => this.of(other, depth);
    switch (kind) {
      case 'integer':
        return [
          () => `(${this.#given('integer')} + ${of('integer')})`,
          () => `(${this.#given('integer')} - ${of('integer')})`,
          () => `(${this.#given('integer')} * 2)`,
          () => `size(${this.#list()?.code ?? this.#given('text')})`,
          () => `size(${of('text')})`,
          () => `min(${of('integer')}, ${of('integer')})`,
          () => `abs(${of('integer')})`,
          () => `${of('date')}.getFullYear()`,
          () => `int(${of('number')})`,
          () => `round(${of('number')})`,
        ];
      case 'number':
        return [
          () => `(${this.#given('number')} + ${of('number')})`,
          () => `(${this.#given('number')} * ${of('number')})`,
          () => `double(${of('integer')})`,
          () => `max(${of('number')}, ${of('number')})`,
          () => `round(${of('number')}, 2)`,
        ];
      case 'text':
        return [
          () => `(${this.#given('text')} + ${of('text')})`,
          () => `string(${of('integer')})`,
          () => `string(${of('date')})`,
          () => `slug(${of('text')})`,
          () => `${of('text')}.lowerAscii()`,
          () => `fixed(${of('number')}, 2)`,
        ];
      case 'date':
        return [() => `(${of('date')} + days(${of('integer')}))`, () => `date(${of('datetime')})`];
      case 'datetime':
        return [
          () => `(${of('datetime')} + ${of('duration')})`,
          () => `(${of('datetime')} - ${of('duration')})`,
        ];
      case 'duration':
        return [() => `hours(${of('integer')})`, () => `(${of('datetime')} - ${of('datetime')})`];
      default:
        return [];
    }
  }

  /** Something that is not the same for all requests. */
  #condition(depth: number): string {
    const choices = this.#choices;
    const tests: (() => string)[] = [
      ...(['integer', 'number', 'date', 'datetime', 'text'] as const).map(
        (kind) => () => this.#compared(kind, depth),
      ),
      () => `${this.#given('text')}.startsWith(${this.of('text', depth)})`,
      () => this.#given('boolean'),
      () => this.#nullTest(),
      () => this.#listTest(),
    ];
    if (depth > 0 && choices.isSo(30)) {
      const sign = choices.oneOf(['&&', '||']);
      const [left, right] = [this.#condition(depth - 1), this.#condition(depth - 1)];
      return left.split(' ')[0] === right.split(' ')[0] ? left : `(${left} ${sign} ${right})`;
    }
    if (depth > 0 && choices.isSo(10)) return `!(${this.#condition(depth - 1)})`;
    return choices.oneOf(tests)?.() ?? this.#given('boolean');
  }

  /** Two values that are not one and the same. */
  #compared(kind: Kind, depth: number): string {
    const left = this.#given(kind);
    const right = this.of(kind, depth);
    // Nobody asks for two different texts in the place of one.
    if (kind === 'text') return `${left}.contains(${right})`;
    return `${left} ${this.#comparison()} ${right.includes(left) ? this.#choices.oneOf(literals[kind]) : right}`;
  }

  /** A value that is not written down. */
  #given(kind: Kind): string {
    const known = this.#choices.oneOf(this.#known.filter((one) => one.kind === kind && !one.isList));
    if (known === undefined) return givens[kind];
    return known.isOptional ? `coalesce(${known.code}, ${this.#choices.oneOf(literals[kind])})` : known.code;
  }

  #comparison(): string {
    return this.#choices.oneOf(['<', '<=', '==', '!=', '>', '>=']);
  }

  #nullTest(): string {
    const known = this.#choices.oneOf(this.#known.filter((one) => one.isOptional));
    return known === undefined
      ? this.#given('boolean')
      : `${known.code} ${this.#choices.oneOf(['==', '!='])} null`;
  }

  #listTest(): string {
    const list = this.#list();
    if (list === undefined || typeof list.kind !== 'string' || list.kind === 'object')
      return this.#given('boolean');
    const inner = new RandomExpressions(this.#choices, [
      { code: 'x', kind: list.kind, isList: false, isOptional: false },
    ]);
    return `${list.code}.${this.#choices.oneOf(['exists', 'all'])}(x, ${inner.of('boolean', 1)})`;
  }
}

function sameKind(one: Known['kind'], other: Known['kind']): boolean {
  if (typeof one === 'string' || typeof other === 'string') return one === other;
  return one.entity === other.entity;
}
