import { durationMs } from '../expression/duration.ts';
import type { DiagnosticCode } from './diagnostic.ts';

type Fail = (offset: number, message: string, code: DiagnosticCode, suggestion?: string) => never;

/** A default as written, before its type gives it a meaning. */
export interface WrittenLiteral {
  readonly offset: number;
  readonly text: string;
  readonly isQuoted: boolean;
  /** The items of `[a, b]`. */
  readonly items?: readonly WrittenLiteral[];
}

const bareWord = /[\p{L}\p{N}_][\p{L}\p{N}_.+-]*/uy;
const bareLiteral = /[^\s,[\]']+/uy;
const number = /-?\d+(?:\.\d+)?/y;
const durationRange =
  /(?=[^\s]*[A-Za-z])[A-Za-z0-9]*(?:\.\d+[a-zA-Z]+)?\.\.[A-Za-z0-9]*(?:\.\d+[a-zA-Z]+)?(?=\s|$)/y;

/** Reads the small pieces of field notation and knows the offset of each. */
export class FieldScanner {
  readonly #text: string;
  readonly #fail: Fail;
  #position = 0;

  constructor(text: string, fail: Fail) {
    this.#text = text;
    this.#fail = fail;
    this.#skipSpaces();
  }

  get offset(): number {
    return this.#position;
  }

  get rest(): string {
    return this.#text.slice(this.#position);
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#text.length;
  }

  fail(offset: number, message: string, code: DiagnosticCode = 'invalid_field', suggestion?: string): never {
    return this.#fail(offset, message, code, suggestion);
  }

  sees(token: string): boolean {
    return this.#text.startsWith(token, this.#position);
  }

  take(token: string): boolean {
    if (!this.sees(token)) return false;
    this.#advance(token.length);
    return true;
  }

  expect(token: string): void {
    if (!this.take(token)) {
      this.fail(this.#position, `Expected \`${token}\`, got ${this.#shown()}.`);
    }
  }

  expectEnd(): void {
    if (!this.isAtEnd) {
      const suggestion = 'Put a value with spaces or special characters in single quotes.';
      this.fail(
        this.#position,
        `Expected the end of the field, got ${this.#shown()}.`,
        'invalid_field',
        suggestion,
      );
    }
  }

  takeWord(word: string): boolean {
    const match = this.#match(bareWord);
    if (match !== word) return false;
    this.#advance(word.length);
    return true;
  }

  /** A bare word or a 'quoted' text. */
  readValue(): WrittenLiteral {
    const offset = this.#position;
    if (this.sees("'")) return this.#readQuoted();
    const word = this.#match(bareWord);
    if (word === undefined) {
      this.fail(
        offset,
        this.isAtEnd
          ? 'Expected a type or a value, got the end.'
          : `Expected a type or a value, got ${this.#shown()}.`,
      );
    }
    this.#advance(word.length);
    return { offset, text: word, isQuoted: false };
  }

  /** The default of a field: a bare word, a 'quoted' text or a [list]. */
  readLiteral(): WrittenLiteral {
    const offset = this.#position;
    if (this.take('[')) return { offset, text: '', isQuoted: false, items: this.#readItems() };
    if (this.sees("'")) return this.#readQuoted();
    const word = this.#match(bareLiteral);
    if (word === undefined) this.fail(offset, 'Expected a default after `=`.', 'invalid_default');
    this.#advance(word.length);
    return { offset, text: word, isQuoted: false };
  }

  seesRange(): boolean {
    return this.sees('..') || this.#match(number) !== undefined;
  }

  readRange(): { readonly minimum?: number; readonly maximum?: number } {
    const start = this.#position;
    const minimum = this.#readNumber();
    if (!this.#text.startsWith('..', this.#position)) {
      this.fail(start, 'Expected a range.', 'invalid_range', 'Write `1..80`, `1..` or `..80`.');
    }
    this.#position += 2;
    const maximum = this.#readNumber();
    if (!this.isAtEnd && !/\s/u.test(this.#text[this.#position] ?? '')) {
      this.fail(this.#position, 'Expected a number or a space after `..`.', 'invalid_range');
    }
    this.#skipSpaces();
    this.#requireRange(start, minimum, maximum);
    return { ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) };
  }

  seesDurationRange(): boolean {
    return this.#match(durationRange) !== undefined;
  }

  /** `PT5M..PT8H`, `15m..`: milliseconds. */
  readDurationRange(): { readonly minimum?: number; readonly maximum?: number } {
    const start = this.#position;
    const range = this.#match(durationRange) ?? '';
    const [minimum, maximum] = range.split('..').map((bound) => this.#durationBound(bound, start));
    this.#advance(range.length);
    this.#requireRange(start, minimum, maximum);
    return { ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) };
  }

  #durationBound(text: string, start: number): number | undefined {
    if (text === '') return undefined;
    return (
      durationMs(text) ??
      this.fail(
        start,
        `\`${text}\` is not a duration.`,
        'invalid_range',
        'Write `PT5M..PT8H`, `PT5M..` or `..8h`.',
      )
    );
  }

  #requireRange(start: number, minimum: number | undefined, maximum: number | undefined): void {
    if (minimum === undefined && maximum === undefined) {
      this.fail(start, 'A range needs at least one bound.', 'invalid_range');
    }
    if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
      const suggestion = `Did you mean \`${maximum}..${minimum}\`?`;
      this.fail(
        start,
        `The range ends before it begins: ${minimum} is more than ${maximum}.`,
        'invalid_range',
        suggestion,
      );
    }
  }

  /** `/…/`; a slash inside is written `\/`. */
  readPattern(): { readonly pattern: string; readonly offset: number } {
    const offset = this.#position;
    let end = offset + 1;
    while (end < this.#text.length && this.#text[end] !== '/') end += this.#text[end] === '\\' ? 2 : 1;
    if (end >= this.#text.length) this.fail(offset, 'The pattern has no end.', 'invalid_pattern');
    const pattern = this.#text.slice(offset + 1, end).replaceAll('\\/', '/');
    if (pattern === '') this.fail(offset, 'The pattern is empty.', 'invalid_pattern');
    this.#position = end + 1;
    this.#skipSpaces();
    return { pattern, offset };
  }

  #readItems(): WrittenLiteral[] {
    const items: WrittenLiteral[] = [];
    while (!this.take(']')) {
      if (items.length > 0) this.expect(',');
      items.push(this.readLiteral());
    }
    return items;
  }

  #readNumber(): number | undefined {
    const match = this.#match(number);
    if (match === undefined) return undefined;
    this.#position += match.length;
    return Object.is(Number(match), -0) ? 0 : Number(match);
  }

  /** A quote inside is written twice. */
  #readQuoted(): WrittenLiteral {
    const offset = this.#position;
    const match = /'((?:[^']|'')*)'/y;
    match.lastIndex = offset;
    const found = match.exec(this.#text);
    if (found === null) return this.fail(offset, 'The quote has no end.');
    this.#advance(found[0].length);
    return { offset, text: (found[1] ?? '').replaceAll("''", "'"), isQuoted: true };
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position;
    return pattern.exec(this.#text)?.[0];
  }

  #advance(length: number): void {
    this.#position += length;
    this.#skipSpaces();
  }

  #skipSpaces(): void {
    while (/\s/u.test(this.#text[this.#position] ?? '')) this.#position += 1;
  }

  #shown(): string {
    const word = this.rest.split(/\s/)[0] ?? '';
    return word === '' ? 'the end' : `\`${word.slice(0, 40)}\``;
  }
}
