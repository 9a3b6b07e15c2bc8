import { didYouMean } from '../naming/nearest-name.ts';
import type { DefaultValue, Field, FieldType, ReferenceRule, TextFormat } from '../model/field.ts';
import type { DiagnosticCode } from './diagnostic.ts';
import { FieldScanner } from './field-scanner.ts';
import { isFileNotation, readFileNotation } from './file-notation.ts';
import { storedFileType } from '../model/stored-file.ts';
import { literalOfType } from './field-literal.ts';
import { constraintSuggestion, typeAliases } from './notation-aliases.ts';
import { patternProblem } from './pattern-problem.ts';
import { type TextType, withTextLength } from './text-length.ts';
import { boundSecret, isSecretType, isTokenType, secretProblem, secretTypes } from './secret-notation.ts';
import type { SecretType } from './secret-notation.ts';

/**
 * Field notation: one line that gives a field its type, its constraints and its default.
 *
 *     field      = type { constraint } [ "=" default ]
 *     type       = base [ "[]" ] [ "?" ]
 *     base       = simple type | value "|" value { "|" value } | "(" values ")" | EntityName
 *     constraint = range | "unique" | "unique ignoring case" | /pattern/ | "on delete" rule | "prefix" word
 */

/** What a notation says about a field, besides its name. */
export type FieldNotation = Pick<
  Field,
  'type' | 'isOptional' | 'unique' | 'defaultValue' | 'isReadonly' | 'isImmutable' | 'isHidden' | 'file'
>;

export interface NotationProblem {
  readonly code: DiagnosticCode;
  /** Characters into the notation. */
  readonly offset: number;
  readonly message: string;
  readonly suggestion?: string | undefined;
}

export type FieldReading =
  | { readonly notation: FieldNotation; readonly entities: readonly EntityMention[] }
  | { readonly problem: NotationProblem };

/** An entity named by a notation, for the check that it exists. */
export interface EntityMention {
  readonly name: string;
  readonly offset: number;
}

export const textFormats: readonly TextFormat[] = ['email', 'url', 'uuid', 'phone', 'isbn'];
const plainTypes = [
  'integer',
  'number',
  'money',
  'boolean',
  'date',
  'time',
  'datetime',
  'duration',
  'json',
] as const;
export const typeNames: readonly string[] = ['text', ...plainTypes, ...textFormats, ...secretTypes, 'file'];

/** What the names in a notation may stand for besides the built-in types and entities. */
export interface NotationScope {
  /** The type of this name in the blueprint, if it has one. */
  readonly typeOf?: (name: string) => FieldType | undefined;
  /** What `object` stands for: the fields that a long form lists. */
  readonly object?: FieldType;
}

/** Reads one notation; the first thing that is wrong ends the reading. */
export function readField(text: string, scope: NotationScope = {}): FieldReading {
  if (isFileNotation(text)) return fileField(text);
  try {
    return new FieldReader(text, scope).read();
  } catch (error) {
    if (error instanceof NotationError) return { problem: error.problem };
    throw error;
  }
}

/** Nothing but an upload sets a file, so it is null at first. */
function fileField(text: string): FieldReading {
  const reading = readFileNotation(text);
  if ('problem' in reading) return reading;
  return {
    notation: { type: storedFileType, isOptional: true, isReadonly: true, file: reading.notation },
    entities: [],
  };
}

class NotationError extends Error {
  readonly problem: NotationProblem;

  constructor(problem: NotationProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly isDuration?: true;
  readonly offset: number;
}

/** What has been read of the constraints so far. */
interface Constraints {
  bounds?: Bounds;
  pattern?: string;
  unique?: { readonly ignoreCase: boolean };
  rule?: ReferenceRule;
  prefix?: string;
  readonly flags: Pick<Mutable<Field>, 'isReadonly' | 'isImmutable' | 'isHidden'>;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Words after the constraints, and what they say of a field. */
const flagWords = { readonly: 'isReadonly', immutable: 'isImmutable', hidden: 'isHidden' } as const;
type FlagWord = keyof typeof flagWords;

class FieldReader {
  readonly #scanner: FieldScanner;
  readonly #entities: EntityMention[] = [];
  readonly #scope: NotationScope;

  constructor(text: string, scope: NotationScope) {
    this.#scope = scope;
    this.#scanner = new FieldScanner(text, (offset, message, code, suggestion) => {
      throw new NotationError({ code, offset, message, suggestion });
    });
  }

  read(): FieldReading {
    const scanner = this.#scanner;
    const base = this.#readBase();
    const isList = scanner.take('[]');
    const isOptional = scanner.take('?');
    const constraints: Constraints = { flags: {} };
    while (!scanner.isAtEnd && !scanner.sees('=')) this.#readConstraint(base, isList, constraints);
    if (isSecretType(base)) return this.#readSecret(base, isList, isOptional, constraints);
    const type = this.#applyConstraints(base, isList, isOptional, constraints);
    const defaultValue = scanner.take('=') ? this.#readDefault(type) : undefined;
    while (this.#seesFlag()) this.#readFlag(constraints, scanner.offset);
    scanner.expectEnd();
    const notation: FieldNotation = {
      type,
      isOptional,
      ...constraints.flags,
      ...(constraints.unique === undefined ? {} : { unique: constraints.unique }),
      ...(defaultValue === undefined ? {} : { defaultValue }),
    };
    return { notation, entities: this.#entities };
  }

  /** A secret is kept as a hash and never answered. */
  #readSecret(
    base: SecretType,
    isList: boolean,
    isOptional: boolean,
    { bounds, pattern, unique, prefix, flags }: Constraints,
  ): FieldReading {
    const problem = secretProblem(base, {
      isList,
      isOptional,
      hasDefault: this.#scanner.sees('='),
      hasPattern: pattern !== undefined,
      hasUnique: unique !== undefined,
      hasRange: bounds !== undefined,
    });
    if (problem !== undefined)
      this.#scanner.fail(0, problem.message, 'invalid_constraint', problem.suggestion);
    if (bounds !== undefined) this.#requireSize(bounds);
    this.#scanner.expectEnd();
    const type = boundSecret(prefix === undefined ? base : { ...base, prefix }, bounds);
    const key = base.secret === 'token' ? { unique: { ignoreCase: false } } : {};
    return { notation: { type, isOptional, ...flags, isHidden: true, ...key }, entities: [] };
  }

  #readBase(): FieldType {
    const scanner = this.#scanner;
    if (scanner.take('(')) {
      const values = this.#readEnumValues(scanner.readValue());
      scanner.expect(')');
      return { kind: 'enum', values };
    }
    const first = scanner.readValue();
    if (first.isQuoted || scanner.sees('|')) return { kind: 'enum', values: this.#readEnumValues(first) };
    return this.#namedType(first.text, first.offset);
  }

  #readEnumValues(first: { readonly text: string; readonly offset: number }): string[] {
    const values = [first.text];
    while (this.#scanner.take('|')) {
      const value = this.#scanner.readValue();
      if (values.includes(value.text)) {
        this.#scanner.fail(value.offset, `The value \`${value.text}\` stands twice.`);
      }
      values.push(value.text);
    }
    if (values.some((value) => value === '')) {
      this.#scanner.fail(first.offset, 'An enum value needs at least one character.');
    }
    return values;
  }

  #namedType(name: string, offset: number): FieldType {
    const builtIn = builtInType(name);
    if (builtIn !== undefined) return builtIn;
    if (name === 'object') return this.#scope.object ?? this.#failWithoutFields(offset);
    if (/^[A-Z][A-Za-z0-9]*$/.test(name)) return this.#scope.typeOf?.(name) ?? this.#reference(name, offset);
    return this.#scanner.fail(
      offset,
      `There is no type \`${name}\`.`,
      'unknown_type',
      typeAliases[name.toLowerCase()] ??
        didYouMean(name, typeNames) ??
        `Types are ${typeNames.join(', ')}, an entity, or values such as \`open | done\`.`,
    );
  }

  #reference(entity: string, offset: number): FieldType {
    this.#entities.push({ name: entity, offset });
    return { kind: 'reference', entity, onDelete: 'restrict' };
  }

  #failWithoutFields(offset: number): never {
    return this.#scanner.fail(
      offset,
      'An `object` needs `fields`.',
      'unknown_type',
      'Write `{ type: object, fields: { street: text } }`, name the shape in `types`, or write `json` for anything at all.',
    );
  }

  #readConstraint(base: FieldType, isList: boolean, constraints: Constraints): void {
    const scanner = this.#scanner;
    const offset = scanner.offset;
    if (scanner.sees('/')) {
      this.#refuseSecond(constraints.pattern, offset, 'pattern');
      constraints.pattern = this.#readPattern(base, isList);
    } else if (base.kind === 'duration' && !isList && scanner.seesDurationRange()) {
      this.#refuseSecond(constraints.bounds, offset, 'range');
      constraints.bounds = { ...scanner.readDurationRange(), offset, isDuration: true };
    } else if (scanner.seesRange()) {
      this.#refuseSecond(constraints.bounds, offset, 'range');
      constraints.bounds = { ...scanner.readRange(), offset };
    } else if (scanner.takeWord('unique')) {
      this.#refuseSecond(constraints.unique, offset, '`unique`');
      constraints.unique = this.#readUnique(base, isList, offset);
    } else if (scanner.takeWord('on')) {
      this.#refuseSecond(constraints.rule, offset, '`on delete`');
      constraints.rule = this.#readRule(base);
    } else if (isTokenType(base) && scanner.takeWord('prefix')) {
      this.#refuseSecond(constraints.prefix, offset, '`prefix`');
      constraints.prefix = this.#readPrefix();
    } else {
      this.#readFlag(constraints, offset);
    }
  }

  #seesFlag(): boolean {
    return /^(readonly|immutable|hidden)\b/.test(this.#scanner.rest);
  }

  #readFlag({ flags }: Constraints, offset: number): void {
    const word = (Object.keys(flagWords) as FlagWord[]).find((name) => this.#scanner.takeWord(name));
    if (word === undefined) return this.#failUnknownConstraint(offset);
    this.#refuseSecond(flags[flagWords[word]], offset, `\`${word}\``);
    flags[flagWords[word]] = true;
    if (flags.isReadonly === true && flags.isImmutable === true) {
      this.#scanner.fail(
        offset,
        'A field that no input gives (`readonly`) cannot be given at creation (`immutable`).',
        'invalid_constraint',
        'Keep one of the two words.',
      );
    }
  }

  #failUnknownConstraint(offset: number): never {
    const word = this.#scanner.rest.split(/\s/)[0] ?? '';
    if (word === '?') {
      const message = '`?` stands right after the type.';
      this.#scanner.fail(offset, message, 'invalid_field', 'Write `date? readonly`.');
    }
    if (word === '|') {
      this.#scanner.fail(offset, 'The values of an enum come before its constraints.', 'invalid_field');
    }
    this.#scanner.fail(
      offset,
      `Expected a range, \`unique\`, a /pattern/, \`on delete\`, \`readonly\`, \`immutable\`, \`hidden\` or \`=\`, got \`${word}\`.`,
      'invalid_field',
      constraintSuggestion(word, Object.keys(flagWords)),
    );
  }

  #readPrefix(): string {
    const { text, offset } = this.#scanner.readValue();
    if (/^[A-Za-z0-9_]{1,20}$/.test(text)) return text;
    return this.#scanner.fail(
      offset,
      'A prefix has at most 20 letters, digits and underscores.',
      'invalid_constraint',
      'Write `token prefix key_`.',
    );
  }

  #refuseSecond(earlier: unknown, offset: number, what: string): void {
    if (earlier !== undefined) {
      this.#scanner.fail(offset, `A field has at most one ${what}.`, 'invalid_constraint');
    }
  }

  #readPattern(base: FieldType, isList: boolean): string {
    const { pattern, offset } = this.#scanner.readPattern();
    if (isList || base.kind !== 'text' || base.format !== undefined || base.secret !== undefined) {
      this.#scanner.fail(offset, 'Only a plain `text` has a pattern.', 'invalid_pattern');
    }
    const why = patternProblem(pattern);
    if (why !== undefined) {
      this.#scanner.fail(offset, `Not a regular expression: ${why}.`, 'invalid_pattern');
    }
    return pattern;
  }

  #readUnique(base: FieldType, isList: boolean, offset: number): { readonly ignoreCase: boolean } {
    if (isList || base.kind === 'json' || base.kind === 'object' || base.kind === 'list') {
      this.#scanner.fail(offset, 'A list, an object or JSON cannot be unique.', 'invalid_constraint');
    }
    if (!this.#scanner.takeWord('ignoring')) return { ignoreCase: false };
    if (!this.#scanner.takeWord('case')) {
      this.#scanner.fail(this.#scanner.offset, 'Expected `unique ignoring case`.', 'invalid_constraint');
    }
    if (base.kind !== 'text') {
      this.#scanner.fail(offset, 'Only text can ignore case.', 'invalid_constraint');
    }
    return { ignoreCase: true };
  }

  #readRule(base: FieldType): ReferenceRule {
    const scanner = this.#scanner;
    if (!scanner.takeWord('delete')) {
      scanner.fail(scanner.offset, 'Expected `on delete`.', 'invalid_constraint');
    }
    const offset = scanner.offset;
    const rule = referenceRules.find((name) => scanner.takeWord(name));
    if (rule === undefined) {
      return scanner.fail(offset, 'Expected `restrict`, `cascade` or `clear`.', 'invalid_constraint');
    }
    if (base.kind !== 'reference') {
      scanner.fail(offset, '`on delete` belongs to a reference to an entity.', 'invalid_constraint');
    }
    return rule;
  }

  #applyConstraints(
    base: FieldType,
    isList: boolean,
    isOptional: boolean,
    constraints: Constraints,
  ): FieldType {
    const ruled = this.#applyRule(base, isList || isOptional, constraints.rule);
    if (isList) {
      const of = ruled.kind === 'text' && ruled.format === undefined ? withTextLength(ruled, false) : ruled;
      return { kind: 'list', of, ...this.#itemBounds(constraints.bounds) };
    }
    if (ruled.kind === 'text') return this.#boundText(ruled, isOptional, constraints);
    return constraints.bounds === undefined ? ruled : this.#boundNumber(ruled, constraints.bounds);
  }

  #applyRule(base: FieldType, canBeEmpty: boolean, rule: ReferenceRule | undefined): FieldType {
    if (base.kind !== 'reference' || rule === undefined) return base;
    if (rule === 'clear' && !canBeEmpty) {
      this.#scanner.fail(
        0,
        '`on delete clear` empties the field, so the field must be optional.',
        'invalid_constraint',
        `Write \`${base.entity}? on delete clear\`.`,
      );
    }
    return { ...base, onDelete: rule };
  }

  #boundNumber(type: FieldType, bounds: Bounds): FieldType {
    if (type.kind === 'integer') this.#requireWhole(bounds, 'a whole number');
    if (type.kind === 'integer' || type.kind === 'number' || type.kind === 'money') {
      return { ...type, ...withoutOffset(bounds) };
    }
    if (type.kind === 'duration' && bounds.isDuration === true) return { ...type, ...withoutOffset(bounds) };
    const isDuration = type.kind === 'duration';
    return this.#scanner.fail(
      bounds.offset,
      isDuration
        ? 'The bounds of a duration have units.'
        : `A range bounds text, numbers and lists, not \`${type.kind}\`.`,
      'invalid_range',
      isDuration ? 'Write `duration PT5M..PT8H`, `duration 5m..`.' : undefined,
    );
  }

  #boundText(type: TextType, isOptional: boolean, constraints: Constraints): FieldType {
    const { bounds, pattern } = constraints;
    if (bounds !== undefined) this.#requireSize(bounds);
    const bounded: FieldType = {
      ...type,
      ...(pattern === undefined ? {} : { pattern }),
      ...(bounds?.minimum === undefined ? {} : { minLength: bounds.minimum }),
      ...(bounds?.maximum === undefined ? {} : { maxLength: bounds.maximum }),
    };
    return type.format === undefined ? withTextLength(bounded, isOptional) : bounded;
  }

  #itemBounds(bounds: Bounds | undefined): { readonly minItems?: number; readonly maxItems?: number } {
    if (bounds === undefined) return {};
    this.#requireSize(bounds);
    return {
      ...(bounds.minimum === undefined ? {} : { minItems: bounds.minimum }),
      ...(bounds.maximum === undefined ? {} : { maxItems: bounds.maximum }),
    };
  }

  #requireSize(bounds: Bounds): void {
    this.#requireWhole(bounds, 'a length, a whole number from 0');
    if ((bounds.minimum ?? 0) < 0 || (bounds.maximum ?? 0) < 0) {
      this.#scanner.fail(bounds.offset, 'A length cannot be negative.', 'invalid_range');
    }
  }

  #requireWhole(bounds: Bounds, what: string): void {
    for (const bound of [bounds.minimum, bounds.maximum]) {
      if (bound !== undefined && !Number.isSafeInteger(bound)) {
        this.#scanner.fail(bounds.offset, `Expected ${what}, got \`${bound}\`.`, 'invalid_range');
      }
    }
  }

  #readDefault(type: FieldType): DefaultValue {
    const literal = this.#scanner.readLiteral();
    const reading = literalOfType(type, literal);
    if ('value' in reading) return reading.value;
    return this.#scanner.fail(literal.offset, reading.message, 'invalid_default', reading.suggestion);
  }
}

function builtInType(name: string): FieldType | undefined {
  if (name === 'text') return { kind: 'text' };
  const format = textFormats.find((candidate) => candidate === name);
  if (format !== undefined) return { kind: 'text', format };
  const secret = secretTypes.find((candidate) => candidate === name);
  if (secret !== undefined) return { kind: 'text', secret };
  const plain = plainTypes.find((candidate) => candidate === name);
  return plain === undefined ? undefined : { kind: plain };
}

const referenceRules: readonly ReferenceRule[] = ['restrict', 'cascade', 'clear'];

function withoutOffset(bounds: Bounds): { readonly minimum?: number; readonly maximum?: number } {
  const { offset: _, isDuration: __, ...rest } = bounds;
  return rest;
}
