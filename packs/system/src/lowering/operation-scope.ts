import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { StructuredDocument, ValueDocument } from '../blueprint/document.ts';
import { checkExpression } from '../expression/check-expression.ts';
import type { CheckResult } from '../expression/check-expression.ts';
import { childrenOf } from '../expression/children-of.ts';
import { fieldPath } from '../expression/expression-walk.ts';
import { isWithin } from '../expression/expression-scope.ts';
import type { ExpressionScope } from '../expression/expression-scope.ts';
import type { Expression, ExpressionNode, ValueType } from '../expression/expression.ts';
import { describeType, holdsHash, isAssignable, nonNull } from '../expression/value-type.ts';
import { slotFunctions } from './slot-functions.ts';
import { isFreeVariable } from '../naming/identifier.ts';
import { suggestName } from '../naming/nearest-name.ts';
import { readableFields } from './lowering-context.ts';
import type { LoweringContext } from './lowering-context.ts';
import { structuredValue } from './structured-value.ts';

/** What a scope and those inside it have seen together. */
interface Notes {
  /** `input.task`, `path.shift`: what expressions have used. */
  readonly used: Set<string>;
  hasFailedStep: boolean;
}

interface ExpressionOptions {
  /** The type of the place the value is put in. */
  readonly target?: ValueType;
  /** The entity of `record`. */
  readonly record?: string;
  /** What variables are taken for here. */
  readonly variables?: Readonly<Record<string, ValueType>>;
  /** Where the expression begins in the text at its path. */
  readonly offset?: number;
}

type CheckedExpression = Exclude<CheckResult, { problem: unknown }>;

/** What the steps of one operation have declared so far, and what is known of it. */
export class OperationScope {
  readonly context: LoweringContext;
  readonly #variables = new Map<string, ValueType>();
  readonly #notNull = new Set<string>();
  /** Variables whose step is wrong: what is said of them tells nothing more. */
  readonly #broken = new Set<string>();
  readonly #notes: Notes;
  /** Items of lists that the body holds, with the field of the body. */
  readonly #given = new Map<string, string>();
  /** Variables whose records have changed. */
  readonly #changed = new Set<string>();

  constructor(
    context: LoweringContext,
    given: Readonly<Record<string, ValueType>>,
    notes: Notes = { used: new Set(), hasFailedStep: false },
  ) {
    this.context = context;
    this.#notes = notes;
    for (const [name, type] of Object.entries(given)) this.#variables.set(name, type);
  }

  /** The scope of steps inside a step: all that is known here, and what they declare themselves. */
  inner(): OperationScope {
    const scope = new OperationScope(this.context, Object.fromEntries(this.#variables), this.#notes);
    for (const path of this.#notNull) scope.#notNull.add(path);
    for (const name of this.#broken) scope.#broken.add(name);
    for (const [name, field] of this.#given) scope.#given.set(name, field);
    return scope;
  }

  /** Remembers that a variable is an item of this list. */
  declareItem(variable: string, list: ExpressionNode): void {
    const field = this.inputFieldOf(list);
    if (field !== undefined) this.#given.set(variable, field);
  }

  /** The field of the body that a value comes from: of `input.lines`, and of `line.product` for each line of it, `lines`. */
  inputFieldOf(node: ExpressionNode): string | undefined {
    const [variable, field] = fieldPath(node) ?? [node.kind === 'variable' ? node.name : ''];
    return variable === 'input' ? field : this.#given.get(variable);
  }

  /** What inner steps may have changed is no longer known. */
  leave(inner: OperationScope): void {
    for (const variable of inner.#changed) {
      if (this.#variables.has(variable)) this.forget(variable);
    }
  }

  get(name: string): ValueType | undefined {
    return this.#variables.get(name);
  }

  /** Variables that steps have declared. */
  get declaredNames(): string[] {
    return [...this.#variables.keys()].filter((name) => isFreeVariable(name));
  }

  /** Declares the variable of a step; a name that cannot be used is reported. */
  declare(name: string, type: ValueType, path: DocumentPath): void {
    const { problems } = this.context;
    if (!isFreeVariable(name)) {
      problems.add({
        code: 'reserved_name',
        path,
        message: `\`${name}\` cannot be the name of a variable.`,
        suggestion: `Write \`as ${name}Record\`, or a word that says more.`,
      });
    } else if (this.#variables.has(name)) {
      problems.add({
        code: 'duplicate_variable',
        path,
        message: `There is a variable \`${name}\` already.`,
        suggestion: 'Give this one another name with `as`.',
      });
    }
    this.#variables.set(name, type);
    this.forget(name);
  }

  /** The query has the parameters of a page: `limit` and `offset`. */
  declarePage(): void {
    const own = this.#variables.get('query');
    const fields = own?.kind === 'object' ? own.fields : {};
    const page = { limit: { kind: 'integer' }, offset: { kind: 'integer' } } as const;
    this.#variables.set('query', { kind: 'object', fields: { ...page, ...fields } });
  }

  /** Makes `record` a record of an entity. */
  declareRecord(entity: string): void {
    this.#variables.set('record', { kind: 'record', entity });
  }

  /** A step could not be lowered: what else seems to be missing may be missing because of it. */
  markFailedStep(): void {
    this.#notes.hasFailedStep = true;
  }

  get hasFailedStep(): boolean {
    return this.#notes.hasFailedStep;
  }

  /** The step that should have declared the variable is wrong, and reported. */
  declareBroken(name: string): void {
    this.#broken.add(name);
  }

  isBroken(name: string): boolean {
    return this.#broken.has(name);
  }

  /** The entity of a record variable; anything else is reported. */
  recordVariable(name: string, path: DocumentPath): string | undefined {
    const { problems } = this.context;
    const type = this.#variables.get(name);
    if (this.#broken.has(name)) return undefined;
    if (type === undefined) {
      const records = [...this.#variables].filter(([, one]) => one.kind === 'record').map(([one]) => one);
      problems.add({
        code: 'unknown_variable',
        path,
        message: `No earlier step declares \`${name}\`.`,
        suggestion: suggestName(name, records) ?? `Load it first: \`- load: … as ${name}\`.`,
      });
      return undefined;
    }
    const known = this.#notNull.has(name) ? nonNull(type) : type;
    if (known.kind === 'record') return known.entity;
    const isGuarded = type.kind === 'nullable' && type.of.kind === 'record';
    problems.add({
      code: isGuarded ? 'may_be_null' : 'wrong_variable',
      path,
      message: isGuarded
        ? `\`${name}\` may be null here: there may be no such record.`
        : `Expected a record, but \`${name}\` is ${describeType(type)}.`,
      suggestion: isGuarded ? `Put the step under \`if: ${name} != null\`.` : undefined,
    });
    return undefined;
  }

  /** Checks a CEL expression. */
  expression(
    source: string,
    path: DocumentPath,
    options: ExpressionOptions = {},
  ): CheckedExpression | undefined {
    const result = checkExpression(source, this.#expressionScope(options), options.target);
    if ('problem' in result) {
      const offset = (result.problem.offset ?? 0) + (options.offset ?? 0);
      if (!this.#mentionsBroken(source)) this.context.problems.add({ ...result.problem, path, offset });
      return undefined;
    }
    this.#noteUse(result.expression.node);
    return result;
  }

  /** Checks a value to be put into a field: a literal, a value of an enum, an expression, or a mapping or list of these. */
  value(written: ValueDocument, target: ValueType, path: DocumentPath): Expression | undefined {
    if (typeof written === 'string') {
      return this.#enumWord(written, target) ?? this.expression(written, path, { target })?.expression;
    }
    if (isStructured(written)) return structuredValue(written, target, path, this);
    const node = literalNode(written);
    if (isAssignable(node.type, target)) return { source: String(written), node, type: node.type };
    this.context.problems.add({
      code: 'not_assignable',
      path,
      message: `Expected ${describeType(target)}, got \`${String(written)}\`.`,
    });
    return undefined;
  }

  /** Checks a value whose type is free. */
  anyValue(written: ValueDocument, path: DocumentPath): Expression | undefined {
    if (typeof written === 'string') {
      const expression = this.expression(written, path)?.expression;
      return expression !== undefined && holdsHash(expression.type) ? this.#refuseHash(path) : expression;
    }
    if (isStructured(written)) return structuredValue(written, undefined, path, this);
    const node = literalNode(written);
    return { source: String(written), node, type: node.type };
  }

  #refuseHash(path: DocumentPath): undefined {
    this.context.problems.add({
      code: 'not_assignable',
      path,
      message: 'What is kept of a password or a token is a hash, which is never shown.',
      suggestion:
        'Compare a password with `verify(user.password, input.password)`; load a record by its token: `by: { token: input.token }`.',
    });
    return undefined;
  }

  /** From here on these paths are not null. */
  learn(paths: readonly string[]): void {
    for (const path of paths) this.#notNull.add(path);
  }

  /** The record has changed: what was known of its fields is no longer. */
  forget(variable: string): void {
    this.#changed.add(variable);
    for (const path of this.#notNull) {
      if (path !== variable && isWithin(path, variable)) this.#notNull.delete(path);
    }
  }

  markUsed(path: string): void {
    this.#notes.used.add(path);
  }

  /** True when `input.task` itself or the whole of `input` was used. */
  isUsed(variable: string, name: string): boolean {
    return this.#notes.used.has(variable) || this.#notes.used.has(`${variable}.${name}`);
  }

  /** True when an expression has used the variable or a member of it. */
  usesVariable(name: string): boolean {
    return [...this.#notes.used].some((path) => isWithin(path, name));
  }

  #expressionScope({ record, variables = {} }: ExpressionOptions): ExpressionScope {
    const own: [string, ValueType][] =
      record === undefined ? [] : [['record', { kind: 'record', entity: record }]];
    return {
      variables: new Map([...this.#variables, ...own, ...Object.entries(variables)]),
      fieldsOf: (entity) => readableFields(this.context, entity),
      notNull: this.#notNull,
      functions: slotFunctions(this.context.slots),
    };
  }

  /** A bare word stands for a value of the enum it is put into, unless a variable has that name. */
  #enumWord(written: string, target: ValueType): Expression | undefined {
    const type = nonNull(target);
    const isWord = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_ .-]*[\p{L}\p{N}_])?$/u.test(written);
    if (type.kind !== 'enum' || !isWord || !type.values.includes(written) || this.#variables.has(written)) {
      return undefined;
    }
    const own: ValueType = { kind: 'enum', values: [written] };
    return { source: written, node: { kind: 'literal', value: written, type: own }, type: own };
  }

  #mentionsBroken(source: string): boolean {
    return (source.match(/[A-Za-z]\w*/g) ?? []).some((word) => this.#broken.has(word));
  }

  #noteUse(node: ExpressionNode): void {
    if (node.kind === 'member' && node.target.kind === 'variable') {
      this.#notes.used.add(`${node.target.name}.${node.name}`);
    } else if (node.kind === 'variable') {
      this.#notes.used.add(node.name);
    } else {
      for (const child of childrenOf(node)) this.#noteUse(child);
    }
  }
}

function isStructured(written: ValueDocument): written is StructuredDocument {
  return typeof written === 'object' && written !== null;
}

function literalNode(value: number | boolean | null): ExpressionNode {
  if (value === null) return { kind: 'literal', value, type: { kind: 'null' } };
  if (typeof value === 'boolean') return { kind: 'literal', value, type: { kind: 'boolean' } };
  return { kind: 'literal', value, type: { kind: Number.isSafeInteger(value) ? 'integer' : 'number' } };
}
