import { ExpressionFailure } from '../expression/expression-failure.ts';
import { type Expression, parseExpression } from '../expression/expression.ts';
import { didYouMean } from '../expression/nearest-word.ts';
import { parseTemplate, type Template } from '../expression/template.ts';
import type { DocumentPath } from './diagnostic.ts';
import { durationUnits, parseDuration } from './duration.ts';
import { isRecord } from './json-schema.ts';
import type { Problems } from './problems.ts';

/** An expression and the path of the text it was read from. */
export interface PlacedExpression {
  readonly expression: Expression;
  readonly path: DocumentPath;
}

/**
 * A mapping of the document being read. Each method reads one key: undefined when the key is absent, and also when its
 * value is wrong, which has been reported then.
 */
export class Mapping {
  readonly path: DocumentPath;
  readonly #value: Readonly<Record<string, unknown>>;
  readonly #problems: Problems;

  private constructor(value: Readonly<Record<string, unknown>>, path: DocumentPath, problems: Problems) {
    this.#value = value;
    this.path = path;
    this.#problems = problems;
  }

  /** Reads a value as a mapping with these keys; reports every other key. */
  static read(
    value: unknown,
    path: DocumentPath,
    keys: readonly string[],
    problems: Problems,
  ): Mapping | undefined {
    if (!isRecord(value)) {
      problems.add({ code: 'wrong_type', path, message: `Expected a mapping, got ${kindOf(value)}.` });
      return undefined;
    }
    for (const key of Object.keys(value)) {
      if (keys.includes(key)) continue;
      const message = `\`${key}\` means nothing here; known are ${keys.join(', ')}.`;
      const suggestion = didYouMean(key, keys);
      problems.add({ code: 'unknown_key', path: [...path, key], isKey: true, message, suggestion });
    }
    return new Mapping(value, path, problems);
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#value, key);
  }

  get(key: string): unknown {
    return this.has(key) ? this.#value[key] : undefined;
  }

  at(...keys: readonly (string | number)[]): DocumentPath {
    return [...this.path, ...keys];
  }

  text(key: string): string | undefined {
    return this.#typed(key, 'text', (value) => typeof value === 'string') as string | undefined;
  }

  boolean(key: string): boolean | undefined {
    return this.#typed(key, 'true or false', (value) => typeof value === 'boolean') as boolean | undefined;
  }

  /** A whole number of at least `least`. */
  whole(key: string, least: number): number | undefined {
    const kind = least === -Infinity ? 'a whole number' : `a whole number of at least ${least}`;
    return this.#typed(key, kind, (value) => Number.isSafeInteger(value) && (value as number) >= least) as
      | number
      | undefined;
  }

  /** A share between 0 and 1. */
  share(key: string): number | undefined {
    const isShare = (value: unknown) => typeof value === 'number' && value >= 0 && value <= 1;
    return this.#typed(key, 'a number between 0 and 1', isShare) as number | undefined;
  }

  /** One text, or a list of texts. */
  texts(key: string): readonly string[] | undefined {
    if (!this.has(key)) return undefined;
    const value = this.get(key);
    const list = typeof value === 'string' ? [value] : value;
    if (Array.isArray(list) && list.every((item) => typeof item === 'string')) return list;
    return this.#wrong(key, 'a name or a list of names');
  }

  durationMs(key: string): number | undefined {
    if (!this.has(key)) return undefined;
    const ms = parseDuration(this.get(key));
    if (ms !== undefined) return ms;
    const message = `Expected a duration such as PT1M30S, or a mapping of ${durationUnits.join(', ')}.`;
    this.#problems.add({ code: 'invalid_duration', path: this.at(key), message });
    return undefined;
  }

  /** A text that is CEL as a whole. */
  expression(key: string): PlacedExpression | undefined {
    const value = this.get(key);
    const source = typeof value === 'boolean' || typeof value === 'number' ? String(value) : this.text(key);
    if (source === undefined) return undefined;
    try {
      return { expression: parseExpression(source), path: this.at(key) };
    } catch (error) {
      if (!(error instanceof ExpressionFailure)) throw error;
      this.#problems.addExpression(error.problem, { path: this.at(key), offset: error.problem.offset });
      return undefined;
    }
  }

  /** Any JSON, with `${{ }}` in its texts. */
  template(key: string): Template | undefined {
    if (!this.has(key)) return undefined;
    return parseTemplate(this.get(key), this.at(key), this.#problems.onTemplate);
  }

  /** A mapping below this one. */
  mapping(key: string, keys: readonly string[]): Mapping | undefined {
    return this.has(key) ? Mapping.read(this.get(key), this.at(key), keys, this.#problems) : undefined;
  }

  require(...keys: readonly string[]): void {
    for (const key of keys) {
      if (this.has(key)) continue;
      const message = `Expected a key \`${key}\`.`;
      this.#problems.add({ code: 'missing_key', path: this.path, isKey: true, message });
    }
  }

  /** Reports keys that cannot stand beside the one that decides what this mapping is. */
  exclude(decisive: string, keys: readonly string[]): void {
    for (const key of keys) {
      if (!this.has(key)) continue;
      const message = `\`${key}\` cannot stand beside \`${decisive}\`.`;
      this.#problems.add({ code: 'conflicting_keys', path: this.at(key), isKey: true, message });
    }
  }

  #typed(key: string, kind: string, fits: (value: unknown) => boolean): unknown {
    if (!this.has(key)) return undefined;
    const value = this.get(key);
    return fits(value) ? value : this.#wrong(key, kind);
  }

  #wrong(key: string, kind: string): undefined {
    const message = `Expected ${kind}, got ${kindOf(this.get(key))}.`;
    this.#problems.add({ code: 'wrong_type', path: this.at(key), message });
    return undefined;
  }
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'object':
      return 'a mapping';
    case 'string':
      return 'a text';
    case 'number':
      return `the number ${value}`;
    default:
      return JSON.stringify(value);
  }
}
