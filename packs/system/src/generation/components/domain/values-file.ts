import type { Field, FieldType } from '../../../model/field.ts';
import type { SystemModel } from '../../../model/system.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import { messageFields, sentFields } from '../../plan/dataflow-fields.ts';
import { fileOfHelper } from './calendar-file.ts';
import { SourceFile } from '../../code/source-file.ts';

/** Schemas of values that several fields share and Zod has no name for. */
export const valuesFile = 'src/domain/values.ts';

const schemas: Readonly<Record<string, string>> = {
  money: `
/** An amount in units of its currency, with at most two decimals. */
export const money = z.number().multipleOf(0.01);`,
  time: `
/** \`HH:MM\` or \`HH:MM:SS\` of a day with 24 hours; kept without seconds where there are none, so that times compare as text. */
export const time = z
  .string()
  .regex(/^([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?$/, 'Expected a time such as 09:30')
  .transform((text) => text.replace(/^(\\d\\d:\\d\\d):00$/, '$1'));`,
  duration: `
/** A length of time such as \`PT15M\`; kept in one form, so that equal lengths are equal texts. */
export const duration = z.string().transform((text, context) => {
  const length = lengthOf(text);
  if (length >= 0) return durationText(length);
  context.addIssue('Expected a duration such as PT15M');
  return z.NEVER;
});`,
  datetime: `
/** An instant with its offset from UTC; kept in UTC, so that instants compare as text. */
export const datetime = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString());`,
  url: `
/** An address on the web. */
export const url = z.url({ protocol: /^https?$/ }).max(2_000);`,
  phone: `
/** A telephone number: digits, with spaces, dashes, dots, slashes or parentheses between them. */
export const phone = z
  .string()
  .regex(/^\\+?(?:[ ()./-]*\\d){5,15}[ )]*$/, 'Expected a telephone number')
  .max(40);`,
  isbn: `
/** An ISBN of 10 or 13 digits whose check digit is right; dashes and spaces may stand between the digits. */
export const isbn = z.string().max(20).refine(isIsbn, 'Expected an ISBN');

function isIsbn(text: string): boolean {
  const digits = text.replace(/[ -]/g, '');
  if (/^\\d{13}$/.test(digits)) return weightedSum(digits, (index) => (index % 2 === 0 ? 1 : 3)) % 10 === 0;
  return /^\\d{9}[\\dX]$/.test(digits) && weightedSum(digits, (index) => 10 - index) % 11 === 0;
}

function weightedSum(digits: string, weight: (index: number) => number): number {
  const values = [...digits].map((digit) => (digit === 'X' ? 10 : Number(digit)));
  return values.reduce((sum, value, index) => sum + value * weight(index), 0);
}`,
  jsonType: `
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };`,
  json: `
const MAX_DEPTH = 64;

/** Any JSON value that is not nested too deeply to be written out again. */
export const json = z.custom<JsonValue>((value) => value !== undefined && isShallow(value, MAX_DEPTH));

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((item) => isShallow(item, depth - 1));
}`,
};

const toCents = `
/** Takes what computing with binary fractions adds away from an amount. */
export function toCents(amount: number): number {
  return Math.abs(amount) < 2 ** 45 ? Math.round(amount * 100) / 100 : amount;
}`;

const toCentsIfAny = `
/** The same for an amount that may be absent. */
export function toCentsIfAny(amount: number | null): number | null {
  return amount === null ? null : toCents(amount);
}`;

function roundingFunctions(rounding: StorageUsage['rounding']): readonly string[] {
  if (rounding.size === 0) return [];
  return rounding.has('toCentsIfAny') ? [toCents, toCentsIfAny] : [toCents];
}

/** The file itself, or undefined when the model needs none of it. */
export function renderValuesFile(model: SystemModel, { rounding }: StorageUsage): SourceFile | undefined {
  const checked = checkedKinds(model);
  const used = new Set([...checked, ...(checked.has('json') || holdsJson(model) ? ['jsonType'] : [])]);
  const names = Object.keys(schemas).filter((name) => used.has(name));
  if (names.length === 0 && rounding.size === 0) return undefined;
  const file = new SourceFile(valuesFile);
  if (names.some((name) => name !== 'jsonType')) file.imports.value('zod', 'z');
  if (used.has('duration')) {
    file.imports.value(fileOfHelper('lengthOf'), 'lengthOf');
    file.imports.value(fileOfHelper('durationText'), 'durationText');
  }
  for (const name of names) file.add(schemas[name] ?? '');
  for (const one of roundingFunctions(rounding)) file.add(one);
  return file;
}

/** What comes from outside, and is checked by a schema. */
export function checkedKinds(model: SystemModel): ReadonlySet<string> {
  const { entities, operations, events, config = [] } = model;
  const fields: Pick<Field, 'type'>[] = [
    ...entities.flatMap((entity) => entity.fields.filter(({ managed }) => managed === undefined)),
    ...operations.flatMap((operation) => [...operation.input, ...operation.query]),
    ...events.flatMap((event) => event.fields),
    ...config,
    ...sentFields(model),
  ];
  return new Set(fields.flatMap(kindsOfField));
}

/** What messages hold and slots take and give has types, and is not checked again. */
function holdsJson(model: SystemModel): boolean {
  const ofSlots = (model.slots ?? []).flatMap(({ parameters, result }) => [...parameters, result]);
  return [...messageFields(model), ...ofSlots].flatMap(kindsOfField).includes('json');
}

function kindsOfField({ type }: Pick<Field, 'type'>): string[] {
  return kindsOf(type);
}

function kindsOf(type: FieldType): string[] {
  switch (type.kind) {
    case 'text':
      return type.format === undefined ? [] : [type.format];
    case 'list':
      return kindsOf(type.of);
    case 'object':
      return type.fields.flatMap(kindsOfField);
    default:
      return [type.kind];
  }
}
