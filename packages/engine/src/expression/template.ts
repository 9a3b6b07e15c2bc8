import { ExpressionFailure } from './expression-failure.ts';
import { type Expression, parseExpression, type Variables } from './expression.ts';
import { closeOf } from './template-end.ts';

/**
 * A JSON value in which texts may hold `${{ expression }}`. A text that is one expression and nothing else has that
 * expression's value, of whatever type; in any other text the values are written as text.
 */
export type Template =
  | { readonly kind: 'constant'; readonly value: unknown }
  | ({ readonly kind: 'expression' } & Hole)
  | { readonly kind: 'text'; readonly parts: readonly (string | Hole)[] }
  | { readonly kind: 'list'; readonly items: readonly Template[] }
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, Template>> };

export interface Hole {
  readonly expression: Expression;
  readonly place: TemplatePlace;
}

/** Where an expression stands: the path of its text, and characters into that text. */
export interface TemplatePlace {
  readonly path: readonly (string | number)[];
  readonly offset: number;
}

/** Told of every `${{` that holds no expression; the template goes on without it. */
export type OnProblem = (failure: ExpressionFailure, place: TemplatePlace) => void;

export function parseTemplate(value: unknown, path: TemplatePlace['path'], onProblem: OnProblem): Template {
  if (typeof value === 'string') return parseText(value, path, onProblem);
  if (Array.isArray(value)) {
    const items = value.map((item, index) => parseTemplate(item, [...path, index], onProblem));
    return { kind: 'list', items };
  }
  if (typeof value !== 'object' || value === null) return { kind: 'constant', value };
  const fields = Object.entries(value).map(([key, inner]) => [
    key,
    parseTemplate(inner, [...path, key], onProblem),
  ]);
  return { kind: 'object', fields: Object.fromEntries(fields) };
}

export function evaluateTemplate(template: Template, variables: Variables): unknown {
  switch (template.kind) {
    case 'constant':
      return template.value;
    case 'expression':
      return template.expression.evaluate(variables);
    case 'text':
      return template.parts
        .map((part) => (typeof part === 'string' ? part : asText(part.expression.evaluate(variables))))
        .join('');
    case 'list':
      return template.items.map((item) => evaluateTemplate(item, variables));
    case 'object':
      return Object.fromEntries(
        Object.entries(template.fields).map(([key, inner]) => [key, evaluateTemplate(inner, variables)]),
      );
  }
}

/** Every expression in a template, with its place. */
export function holesOf(template: Template): readonly Hole[] {
  switch (template.kind) {
    case 'constant':
      return [];
    case 'expression':
      return [template];
    case 'text':
      return template.parts.filter((part) => typeof part !== 'string');
    case 'list':
      return template.items.flatMap(holesOf);
    case 'object':
      return Object.values(template.fields).flatMap(holesOf);
  }
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function parseText(text: string, path: TemplatePlace['path'], onProblem: OnProblem): Template {
  const parts: (string | Hole)[] = [];
  let from = 0;
  for (let open = text.indexOf('${{'); open !== -1; open = text.indexOf('${{', from)) {
    const close = closeOf(text, open + 3);
    if (close === undefined) {
      onProblem(unclosed(), { path, offset: open });
      break;
    }
    if (open > from) parts.push(text.slice(from, open));
    const hole = parseHole(text.slice(open + 3, close), { path, offset: open + 3 }, onProblem);
    if (hole !== undefined) parts.push(hole);
    from = close + 2;
  }
  if (from < text.length) parts.push(text.slice(from));
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'object') return { kind: 'expression', ...only };
  return parts.some((part) => typeof part === 'object')
    ? { kind: 'text', parts }
    : { kind: 'constant', value: text };
}

function unclosed(): ExpressionFailure {
  return new ExpressionFailure({
    code: 'expression_syntax',
    offset: 0,
    message: '`${{` is not closed.',
    suggestion: 'End it with `}}`.',
  });
}

function parseHole(source: string, place: TemplatePlace, onProblem: OnProblem): Hole | undefined {
  const lead = source.length - source.trimStart().length;
  const shifted = { ...place, offset: place.offset + lead };
  try {
    return { expression: parseExpression(source.trim()), place: shifted };
  } catch (error) {
    if (!(error instanceof ExpressionFailure)) throw error;
    onProblem(error, { ...shifted, offset: shifted.offset + error.problem.offset });
    return undefined;
  }
}
