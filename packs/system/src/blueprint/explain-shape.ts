import type { z } from 'zod';
import { didYouMean, suggestName } from '../naming/nearest-name.ts';
import { suggestKey } from './foreign-keys.ts';
import { camelCase, kebabCase, pascalCase, snakeCase } from '../naming/letter-case.ts';
import type { DocumentPath } from './diagnostic.ts';
import type { Problem } from './problems.ts';

/**
 * Tells what keeps a value from having the shape of a schema, in words for the person who wrote it. Walks the schema
 * itself, so every mistake is found at once and a choice between shapes is explained by the shape that was meant.
 */
export function explainShape(
  schema: z.core.$ZodType,
  value: unknown,
  report: (problem: Problem) => void,
  path: DocumentPath = [],
): void {
  const shape = resolve(schema);
  const def = shape.def;
  if (def.type === 'union') {
    explainUnion(def.options.map(resolve), value, report, path);
  } else if (!isOfKind(def, value)) {
    report(wrongType([def], value, path));
  } else if (def.type === 'object') {
    explainObject(def, value as Record<string, unknown>, report, path);
  } else if (def.type === 'record') {
    explainRecord(def, value as Record<string, unknown>, report, path);
  } else if (def.type === 'array') {
    explainArray(def, value as unknown[], report, path);
  } else {
    explainScalar(shape, def, value, report, path);
  }
}

type Def = z.core.$ZodTypes['_zod']['def'];
type DefOf<Type extends Def['type']> = Extract<Def, { type: Type }>;
type Report = (problem: Problem) => void;
type Shape = { readonly def: Def };

/** Looks through optional, default and lazy wrappers. */
function resolve(schema: z.core.$ZodType): Shape {
  const { def } = schema as unknown as Shape;
  if (def.type === 'optional' || def.type === 'default') return resolve(def.innerType);
  if (def.type === 'lazy') return resolve(def.getter());
  return schema as unknown as Shape;
}

function isOfKind(def: Def, value: unknown): boolean {
  switch (def.type) {
    case 'object':
    case 'record':
      return isMapping(value);
    case 'array':
      return Array.isArray(value);
    case 'string':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'null':
      return value === null;
    default:
      return true;
  }
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function explainObject(
  def: DefOf<'object'>,
  value: Record<string, unknown>,
  report: Report,
  path: DocumentPath,
) {
  const known = Object.keys(def.shape);
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const unused = known.filter((name) => value[name] === undefined);
    report({
      code: 'unknown_key',
      path: [...path, key],
      isKey: true,
      message: `\`${key}\` means nothing here.`,
      suggestion: didYouMean(key, unused) ?? suggestKey(key, known, unused) ?? suggestName(key, unused),
    });
  }
  for (const [key, member] of Object.entries(def.shape)) {
    if (Object.hasOwn(value, key) && value[key] !== undefined) {
      explainShape(member, value[key], report, [...path, key]);
    } else if (!isOptional(member)) {
      report({
        code: 'missing_key',
        path,
        isKey: true,
        message: `\`${key}\` is missing: expected ${describe([resolve(member).def])}.`,
      });
    }
  }
}

function isOptional(schema: z.core.$ZodType): boolean {
  const { def } = schema as unknown as Shape;
  return def.type === 'optional' || def.type === 'default';
}

function explainRecord(
  def: DefOf<'record'>,
  value: Record<string, unknown>,
  report: Report,
  path: DocumentPath,
) {
  for (const [key, member] of Object.entries(value)) {
    explainKey(def.keyType, key, report, [...path, key]);
    explainShape(def.valueType, member, report, [...path, key]);
  }
}

function explainKey(schema: z.core.$ZodType, key: string, report: Report, path: DocumentPath) {
  explainShape(
    schema,
    key,
    (problem) => report({ ...problem, code: 'invalid_name', isKey: true, offset: undefined }),
    path,
  );
}

function explainArray(def: DefOf<'array'>, value: readonly unknown[], report: Report, path: DocumentPath) {
  for (const check of def.checks ?? []) {
    // oxlint-disable-next-line no-underscore-dangle -- how Zod names what is public to tools
    const bound = check._zod.def as { check: string; minimum?: number };
    if (bound.check === 'min_length' && value.length < (bound.minimum ?? 0)) {
      report({
        code: 'invalid_value',
        path,
        message: `Expected at least ${bound.minimum} ${bound.minimum === 1 ? 'item' : 'items'}, got ${value.length}.`,
      });
    }
  }
  value.forEach((item, index) => explainShape(def.element, item, report, [...path, index]));
}

/** Explains by the option that the value was most likely meant to be. */
function explainUnion(options: readonly Shape[], value: unknown, report: Report, path: DocumentPath) {
  const ofKind = options.filter((option) => isOfKind(option.def, value));
  const mappings = ofKind.filter((option) => option.def.type === 'object');
  if (isMapping(value) && mappings.length > 0) return explainMappings(mappings, value, report, path);
  if (ofKind.length === 0) {
    report(
      wrongType(
        options.map((option) => option.def),
        value,
        path,
      ),
    );
    return;
  }
  const attempts = ofKind.map((option) => {
    const problems: Problem[] = [];
    explainShape(option as unknown as z.core.$ZodType, value, (problem) => problems.push(problem), path);
    return problems;
  });
  const best = attempts.toSorted((a, b) => a.length - b.length)[0];
  for (const problem of best ?? []) report(problem);
}

function explainMappings(
  options: readonly Shape[],
  value: Record<string, unknown>,
  report: Report,
  path: DocumentPath,
) {
  const shapes = options.map((option) => option.def as DefOf<'object'>);
  const named = shapes.filter((shape) => isNamedBy(shape, value));
  if (named.length > 0 || shapes.length === 1) {
    const chosen = named[0] ?? shapes[0];
    if (chosen !== undefined) explainObject(chosen, value, report, path);
    return;
  }
  const discriminator = literalKey(shapes[0]);
  if (discriminator !== undefined) {
    explainDiscriminator(shapes, discriminator, value, report, path);
    return;
  }
  reportLeadingKey(shapes.map(leadingKey), Object.keys(value)[0], report, path);
}

/** The first key says what a mapping is; `key` says nothing that is known. */
function reportLeadingKey(
  names: readonly string[],
  key: string | undefined,
  report: Report,
  path: DocumentPath,
): void {
  if (key === undefined) {
    const message = `Expected a mapping with one of ${quotedList(names)}.`;
    report({ code: 'missing_key', path, message });
    return;
  }
  report({
    code: 'unknown_key',
    path: [...path, key],
    isKey: true,
    message: `\`${key}\` means nothing here: expected one of ${quotedList(names)}.`,
    suggestion: suggestKey(key, names, names) ?? didYouMean(key, names),
  });
}

function explainDiscriminator(
  shapes: readonly DefOf<'object'>[],
  key: string,
  value: Record<string, unknown>,
  report: Report,
  path: DocumentPath,
) {
  const allowed = shapes.flatMap((shape) => literalsOf(shape.shape[key]));
  const actual = value[key];
  if (actual === undefined) {
    report({
      code: 'missing_key',
      path,
      isKey: true,
      message: `\`${key}\` is missing: expected ${quotedList(allowed)}.`,
    });
  } else {
    report(notAllowed(allowed, actual, [...path, key]));
  }
}

/** True when the value has the key that gives the shape its name, or the literal that marks it. */
function isNamedBy(shape: DefOf<'object'>, value: Record<string, unknown>): boolean {
  const discriminator = literalKey(shape);
  if (discriminator !== undefined)
    return literalsOf(shape.shape[discriminator]).includes(String(value[discriminator]));
  return Object.hasOwn(value, leadingKey(shape));
}

function leadingKey(shape: DefOf<'object'>): string {
  return Object.keys(shape.shape)[0] ?? '';
}

function literalKey(shape: DefOf<'object'> | undefined): string | undefined {
  if (shape === undefined) return undefined;
  const key = leadingKey(shape);
  const def = (shape.shape[key] as unknown as Shape | undefined)?.def;
  return def?.type === 'literal' && typeof def.values[0] === 'string' ? key : undefined;
}

function literalsOf(schema: z.core.$ZodType | undefined): string[] {
  const def = (schema as unknown as Shape | undefined)?.def;
  return def?.type === 'literal' ? def.values.map(String) : [];
}

function explainScalar(shape: Shape, def: Def, value: unknown, report: Report, path: DocumentPath) {
  if (def.type === 'literal') {
    if (!(def.values as readonly unknown[]).includes(value))
      report(notAllowed(def.values.map(String), value, path));
    return;
  }
  if (def.type === 'enum') {
    const allowed = Object.values(def.entries).map(String);
    if (typeof value !== 'string' || !allowed.includes(value)) report(notAllowed(allowed, value, path));
    return;
  }
  const result = (shape as unknown as z.ZodType).safeParse(value);
  if (result.success) return;
  for (const issue of result.error.issues) report(scalarProblem(issue, value, path));
}

function scalarProblem(issue: z.core.$ZodIssue, value: unknown, path: DocumentPath): Problem {
  if (issue.code === 'invalid_format') {
    return {
      code: 'invalid_value',
      path,
      message: `${sentence(issue.message)}, got ${show(value)}.`,
      suggestion: spelling(issue.message, String(value)),
    };
  }
  const bounds = boundsText(issue);
  return {
    code: 'invalid_value',
    path,
    message: bounds === undefined ? `${issue.message}.` : `Expected ${bounds}, got ${show(value)}.`,
  };
}

function boundsText(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code === 'too_small')
    return issue.origin === 'string' ? 'text that is not empty' : `at least ${issue.minimum}`;
  if (issue.code === 'too_big') return `at most ${issue.maximum}`;
  if (issue.code === 'invalid_type') return 'a whole number';
  return undefined;
}

const spellings = [
  ['PascalCase', pascalCase],
  ['camelCase', camelCase],
  ['kebab-case', kebabCase],
  ['snake_case', snakeCase],
] as const;

/** How the name would be spelled by the rule it breaks. */
function spelling(expectation: string, name: string): string | undefined {
  const [, spread] = /^(?:\.{3}|<<)(.*)$/.exec(name) ?? [];
  if (spread !== undefined) return `To begin from a record, write \`...: ${spread || 'order'}\`.`;
  const better = spellings.find(([kind]) => expectation.includes(kind))?.[1](name);
  return better === undefined || better === name || !/^\p{L}[\w-]*$/u.test(better)
    ? undefined
    : `Did you mean \`${better}\`?`;
}

function notAllowed(allowed: readonly string[], value: unknown, path: DocumentPath): Problem {
  return {
    code: 'invalid_value',
    path,
    message: `Expected ${quotedList(allowed)}, got ${show(value)}.`,
    suggestion: typeof value === 'string' ? didYouMean(value, allowed) : undefined,
  };
}

function wrongType(expected: readonly Def[], value: unknown, path: DocumentPath): Problem {
  const isTextWanted = expected.some((def) => def.type === 'string');
  const isScalar = typeof value === 'number' || typeof value === 'boolean';
  return {
    code: 'wrong_type',
    path,
    message: `Expected ${describe(expected)}, got ${show(value)}.`,
    suggestion:
      isTextWanted && isScalar ? `Put it in quotes to make it text: \`'${String(value)}'\`.` : undefined,
  };
}

const kindNames: Partial<Record<Def['type'], string>> = {
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  string: 'text',
  number: 'a number',
  boolean: '`true` or `false`',
  null: 'null',
};

function describe(defs: readonly Def[]): string {
  const names = defs.flatMap((def): string[] => {
    if (def.type === 'union') return def.options.map((option) => describe([resolve(option).def]));
    if (def.type === 'literal') return [quotedList(def.values.map(String))];
    if (def.type === 'enum') return [quotedList(Object.values(def.entries).map(String))];
    return [kindNames[def.type] ?? 'a value'];
  });
  return joinOr([...new Set(names)]);
}

/** A value as a message shows it: short, on one line. */
export function show(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
    return 'a mapping';
  const text = String(value);
  const short = text.length > 60 ? `${text.slice(0, 57)}...` : text;
  return typeof value === 'string'
    ? `\`${short.replaceAll(/\s+/g, ' ')}\``
    : `the ${typeof value} \`${short}\``;
}

function quotedList(names: readonly string[]): string {
  return joinOr(names.map((name) => `\`${name}\``));
}

function joinOr(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
