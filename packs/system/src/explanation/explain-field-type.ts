import type { FieldType, TextFormat } from '../model/field.ts';
import { durationText } from '../expression/duration.ts';
import { articleOf, boundsText, joinOr } from './phrases.ts';

type TypeOf<Kind extends FieldType['kind']> = Extract<FieldType, { readonly kind: Kind }>;

/** A type without an explanation is a type error here. */
const explainers: { readonly [Kind in FieldType['kind']]: (type: TypeOf<Kind>) => string } = {
  text: explainText,
  integer: (type) => bounded('a whole number', type),
  number: (type) => bounded('a number', type),
  money: (type) => bounded('an amount with two decimals', type),
  boolean: () => 'true or false',
  date: () => 'a day, YYYY-MM-DD',
  time: () => 'a time of day, HH:MM',
  datetime: () => 'an instant, answered in UTC',
  duration: ({ minimum, maximum }) => {
    const [from, to] = [minimum, maximum].map((bound) =>
      bound === undefined ? undefined : durationText(bound),
    );
    const bounds =
      from === undefined
        ? to && ` up to ${to}`
        : to === undefined
          ? ` of at least ${from}`
          : ` of ${from} to ${to}`;
    return `a duration such as PT15M${bounds ?? ''}`;
  },
  enum: ({ values }) => `one of ${joinOr(values)}`,
  reference: ({ entity }) => `the id of ${articleOf(entity)} ${entity}`,
  list: ({ of, minItems, maxItems }) => {
    const bounds = boundsText(minItems, maxItems);
    return `a list${bounds === undefined ? '' : ` of ${bounds} items`}: ${explainFieldType(of)}`;
  },
  object: ({ fields }) => `an object of ${fields.map(({ name }) => name).join(', ')}`,
  json: () => 'any JSON',
};

/** What values a type has, as the middle of a sentence: `text of 1 to 80 characters`. */
export function explainFieldType(type: FieldType): string {
  return (explainers[type.kind] as (type: FieldType) => string)(type);
}

const formats: Readonly<Record<TextFormat, string>> = {
  email: 'an e-mail address',
  url: 'a URL',
  uuid: 'a UUID',
  phone: 'a telephone number',
  isbn: 'an ISBN',
};

function explainText({ minLength, maxLength, pattern, format }: TypeOf<'text'>): string {
  if (format !== undefined) return formats[format];
  const bounds = boundsText(minLength === 0 ? undefined : minLength, maxLength);
  const length = bounds === undefined ? '' : ` of ${bounds} characters`;
  return `text${length}${pattern === undefined ? '' : ` that matches /${pattern}/`}`;
}

function bounded(what: string, { minimum, maximum }: { minimum?: number; maximum?: number }): string {
  const bounds = boundsText(minimum, maximum);
  return bounds === undefined ? what : `${what}, ${bounds}`;
}
