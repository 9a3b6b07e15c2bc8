import type { Choices } from './choices.ts';

/** What values of a field are to expressions. */
export type Kind = 'integer' | 'number' | 'boolean' | 'text' | 'date' | 'datetime' | 'duration' | 'colour';

export interface RandomField {
  readonly name: string;
  readonly kind: Kind | { readonly entity: string } | 'object';
  readonly isList: boolean;
  readonly isOptional: boolean;
  /** In field notation. */
  readonly notation: string;
}

const fieldNames = [
  'amount',
  'at',
  'body',
  'code',
  'count',
  'data',
  'day',
  'event',
  'from',
  'input',
  'item',
  'key',
  'kind',
  'label',
  'limit2',
  'list',
  'message',
  'name',
  'note',
  'number',
  'order',
  'owner',
  'place',
  'record',
  'result',
  'size',
  'slug',
  'state',
  'tags',
  'text',
  'title',
  'to',
  'total',
  'type',
  'until',
  'user',
  'value',
  'version2',
  'weight',
  'year',
] as const;

const notations: Readonly<Record<Kind, readonly [string, ...string[]]>> = {
  integer: ['integer', 'integer 0..', 'integer 1..10', 'integer ..100'],
  number: ['number', 'number 0..1', 'money', 'money 0..'],
  boolean: ['boolean'],
  text: ['text', 'text 1..40', 'text ..2000', 'text /[a-z]+/', 'email', 'url', 'phone'],
  date: ['date'],
  datetime: ['datetime'],
  duration: ['integer'],
  colour: ['red | green | blue'],
};
const kinds = ['integer', 'number', 'boolean', 'text', 'text', 'date', 'datetime', 'colour'] as const;
const defaults: Partial<Record<Kind, readonly [string, ...string[]]>> = {
  boolean: ['true', 'false'],
  integer: ['1', '5'],
  date: ['today'],
  datetime: ['now'],
  colour: ['red'],
};

/** @param entities Those that a field may refer to. */
function randomField(choices: Choices, name: string, entities: readonly string[]): RandomField {
  const entity = choices.isSo(20) ? choices.oneOf(entities) : undefined;
  const isOptional = choices.isSo(30);
  if (entity !== undefined) return field(name, { entity }, entity, { isList: choices.isSo(20), isOptional });
  return plainField(choices, name, isOptional);
}

function plainField(choices: Choices, name: string, isOptional: boolean): RandomField {
  const kind = choices.oneOf(kinds);
  const [base = '', range = ''] = choices.oneOf(notations[kind]).split(/ (?=[\d./])/);
  if (choices.isSo(15)) return field(name, kind, base, { isList: true, isOptional });
  const standard = range === '' && choices.isSo(25) ? choices.oneOf(defaults[kind] ?? []) : undefined;
  if (standard !== undefined) return field(name, kind, base, {}, ` = ${standard}`);
  return field(name, kind, base, { isOptional }, range === '' ? '' : ` ${range}`);
}

function field(
  name: string,
  kind: RandomField['kind'],
  base: string,
  { isList = false, isOptional = false }: Partial<Pick<RandomField, 'isList' | 'isOptional'>>,
  rest = '',
): RandomField {
  const type = isList && base.includes('|') ? `(${base})` : base;
  return {
    name,
    kind,
    isList,
    isOptional,
    notation: `${type}${isList ? '[]' : ''}${isOptional ? '?' : ''}${rest}`,
  };
}

/** Fields by their names, each of which stands once. */
export function randomFields(
  choices: Choices,
  least: number,
  most: number,
  entities: readonly string[],
): RandomField[] {
  const names = new Set(choices.several(least, most, () => choices.oneOf(fieldNames)));
  return [...names].map((name) => randomField(choices, name, entities));
}
