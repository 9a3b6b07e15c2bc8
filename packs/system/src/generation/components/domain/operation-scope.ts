import type { Field, FieldType } from '../../../model/field.ts';
import { givenFields } from '../../../model/given-fields.ts';
import { compileExpression } from '../../../expression/compile-expression.ts';
import type { Expression, ExpressionNode } from '../../../expression/expression.ts';
import { expressionHelpers } from '../../../expression/expression-helpers.ts';
import { atLeast, precedences } from '../../../expression/precedence.ts';
import type { Operation, Refusal } from '../../../model/operation.ts';
import { isSafeVariable } from '../../../naming/identifier.ts';
import { fieldPath, mapChildren, variablesIn } from '../../../expression/expression-walk.ts';
import type { SourceFile } from '../../code/source-file.ts';
import { NamePool } from '../../plan/name-pool.ts';
import type { OperationPlan } from '../../plan/operation-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import type { RangeScope } from '../../plan/value-range.ts';
import { refusalCall } from './refusal.ts';
import { templateCode } from './template-code.ts';
import { boundFunctions } from './bounds-file.ts';
import { fileOfHelper } from './calendar-file.ts';

/** Names that the code of operations uses for other things. */
const ownNames = [
  'tables',
  'input',
  'query',
  'record',
  'refuse',
  'refuseField',
  'expectExisting',
  'expectAllExisting',
  'toCents',
  'toCentsIfAny',
  ...Object.values(boundFunctions),
  'isDeepStrictEqual',
  'actorId',
  'sessionId',
  'keyId',
  'passwords',
  'randomUUID',
  ...Object.keys(expressionHelpers),
  // What the functions are given that compiled expressions pass on.
  'sum',
  'value',
  'index',
];

const clocks = { now: 'tables.now', today: 'tables.today' } as const;
const config = 'tables.config';

/** The variables of an operation as its code names them, and the compiler of its expressions. */
export class OperationScope implements RangeScope {
  readonly file: SourceFile;
  readonly usage: StorageUsage;
  readonly system: SystemPlan;
  readonly #variables: Record<string, string> = { ...clocks, config };
  readonly #partial: readonly string[];
  readonly #counts = new Set<string>();
  #hasForgotten = false;
  #locals: NamePool;
  readonly #found = new Map<string, string>();
  readonly #computed = new Map<string, ExpressionNode>();
  readonly #plan: OperationPlan;

  constructor(plan: OperationPlan, system: SystemPlan, file: SourceFile, usage: StorageUsage) {
    this.file = file;
    this.usage = usage;
    this.#plan = plan;
    this.system = system;
    const { isPartial, input } = plan.operation;
    const isMaybeAbsent = isPartial || input.some(({ defaultValue }) => defaultValue?.kind === 'expression');
    this.#partial = isMaybeAbsent ? ['input'] : [];
    const parameters = plan.pathParameters.map(({ variable }) => variable);
    const { entity, operationsFile } = plan.owner;
    const isAmongThem = file.path === operationsFile;
    const functions = isAmongThem ? system.operationsOf(entity.name).map(({ name }) => name) : [];
    const given = [
      ...(plan.headers === undefined ? [] : ['headers']),
      ...(plan.operation.patch === undefined ? [] : ['change']),
    ];
    this.#locals = new NamePool([...ownNames, ...given, ...functions, ...parameters]);
    for (const { name, variable } of plan.pathParameters) this.#variables[pathKey(name)] = variable;
  }

  /** The scope of a block: it sees the variables around it, and nobody outside sees its own. */
  inner(): OperationScope {
    const scope = new OperationScope(this.#plan, this.system, this.file, this.usage);
    Object.assign(scope.#variables, this.#variables);
    for (const name of this.#counts) scope.#counts.add(name);
    for (const [name, node] of this.#computed) scope.#computed.set(name, node);
    scope.#locals = this.#locals.copy();
    scope.#hasForgotten = this.#hasForgotten;
    return scope;
  }

  /** The type of an entity's records, imported. */
  recordType(entity: string): string {
    const { file, type } = this.system.entity(entity);
    return this.file.imports.type(file, type);
  }

  /** The call that ends the operation with this refusal. */
  refusal(refusal: Refusal): string {
    const text =
      refusal.text === undefined ? undefined : templateCode(refusal.text.node, (node) => this.node(node));
    return refusalCall(refusal, this.file, text);
  }

  /** The variable of a step. Expressions that name it get `suffix` after it: `.items` for lists. */
  declare(name: string, suffix = ''): string {
    const variable = this.#locals.take(name.replace(/\$$/, ''), 'Found');
    this.#variables[name] = variable + suffix;
    return variable;
  }

  /** The variable of a step that counts records. */
  declareCount(name: string): string {
    this.#counts.add(name);
    return this.declare(name);
  }

  isCount(name: string): boolean {
    return this.#counts.has(name);
  }

  /** The type of the field that `input.field` or `record.field` reaches. */
  fieldType(node: ExpressionNode): FieldType | undefined {
    if (node.kind !== 'member') return undefined;
    const { name, target } = node;
    const type = target.type.kind === 'nullable' ? target.type.of : target.type;
    const given = target.kind === 'variable' ? this.#given(target.name) : [];
    const fields = type.kind === 'record' ? this.system.entity(type.entity).entity.fields : given;
    return fields.find((field) => field.name === name)?.type;
  }

  #given(variable: string): readonly Field[] {
    if (variable === 'event' && this.#plan.event !== undefined) return this.#plan.event;
    return givenFields(variable, this.#plan.operation);
  }

  /** A variable that no expression knows. */
  local(name: string): string {
    return this.#locals.take(isSafeVariable(name) ? name : `${name}Value`, 'Value');
  }

  /** Declares the variable of a step that computes a value. */
  declareComputed(name: string, node: ExpressionNode): string {
    this.#computed.set(name, node);
    return this.declare(name);
  }

  /** What a variable was computed from; any other expression is what it is. */
  meaning(node: ExpressionNode): ExpressionNode {
    const computed = node.kind === 'variable' ? this.#computed.get(node.name) : undefined;
    return computed === undefined ? node : this.meaning(computed);
  }

  /** Remembers the variable that holds what an upsert has found, or nothing. */
  rememberFound(name: string, variable: string): void {
    this.#found.set(name, variable);
  }

  /** Whether the upsert of a variable has created its record. */
  isNewCode(name: string): string {
    return `${this.#found.get(name) ?? ''} === undefined`;
  }

  /** From here on code stands apart from where values were guarded: TypeScript has to be told. */
  forgetGuards(): void {
    this.#hasForgotten = true;
  }

  /** The variable of an earlier step. */
  variable(name: string): string {
    return this.#variables[name]?.replace(/\.items$/, '') ?? name;
  }

  /** The day or the instant of the transaction. */
  clock(kind: 'today' | 'now'): string {
    if (kind === 'now') this.usage.hasNow = true;
    else this.usage.hasToday = true;
    return clocks[kind];
  }

  compile({ node }: Pick<Expression, 'node'>): string {
    return this.node(node);
  }

  #noteClock(names: ReadonlySet<string>): void {
    for (const name of names) {
      if (name === 'now' || name === 'today') this.clock(name);
      if (name === 'config') this.usage.hasConfig = true;
    }
  }

  /** The code of an expression, in parentheses if it binds less tightly than `precedence`. */
  node(
    node: ExpressionNode,
    {
      precedence = precedences.conditional,
      isInClosure = false,
    }: { precedence?: number; isInClosure?: boolean } = {},
  ): string {
    const renamed = withPathParameters(withClockDefaults(node, this.#plan.operation));
    this.#noteClock(variablesIn(renamed));
    const compiled = compileExpression(
      { source: '', node: renamed, type: renamed.type },
      {
        variables: this.#variables,
        partial: this.#partial,
        isInClosure: this.#hasForgotten ? true : isInClosure,
      },
    );
    for (const helper of compiled.helpers) {
      this.usage.calendar.add(helper);
      this.file.imports.value(fileOfHelper(helper), helper);
    }
    for (const { module, name } of compiled.imports) this.file.imports.value(module, name);
    return atLeast(compiled, precedence);
  }
}

/** Values of the request whose default is the clock are absent until an expression asks for them, others are null. */
function withClockDefaults(node: ExpressionNode, operation: Operation): ExpressionNode {
  const [source, name, ...more] = fieldPath(node) ?? [];
  if (isNullTest(node)) return node;
  const kind = more.length > 0 ? undefined : clockDefault(operation, source, name);
  if (kind === 'expression' && 'isNarrowed' in node) return node;
  if (kind === undefined) return mapChildren(node, (child) => withClockDefaults(child, operation));
  const clock: ExpressionNode =
    kind === 'expression'
      ? { kind: 'literal', value: null, type: { kind: 'null' } }
      : { kind: 'variable', name: kind, type: node.type };
  return { kind: 'call', name: 'coalesce', arguments: [node, clock], type: node.type };
}

/** `input.tax == null` asks whether it is there. */
function isNullTest(node: ExpressionNode): boolean {
  if (node.kind !== 'binary' || (node.operator !== '==' && node.operator !== '!=')) return false;
  const sides = [node.left, node.right];
  return (
    sides.some((side) => side.kind === 'literal' && side.value === null) &&
    sides.some((side) => fieldPath(side))
  );
}

function clockDefault(
  { input, isPartial, query }: Operation,
  source: string | undefined,
  name: string | undefined,
): 'today' | 'now' | 'expression' | undefined {
  const fields = source === 'query' ? query : source === 'input' && !isPartial ? input : [];
  const kind = fields.find((field) => field.name === name)?.defaultValue?.kind;
  return kind === 'today' || kind === 'now' || kind === 'expression' ? kind : undefined;
}

function pathKey(parameter: string): string {
  return `path.${parameter}`;
}

/** Path parameters are parameters of the function, each by itself. */
function withPathParameters(node: ExpressionNode): ExpressionNode {
  const [variable, field] = fieldPath(node) ?? [];
  if (variable === 'path' && field !== undefined) {
    return { kind: 'variable', name: pathKey(field), type: node.type };
  }
  return mapChildren(node, withPathParameters);
}
