import { parameterType } from './parameter-type.ts';
import type { ExpressionNode, ValueType } from '../../../expression/expression.ts';
import { childrenOf } from '../../../expression/children-of.ts';
import { capitalise } from '../../../naming/letter-case.ts';
import type { Step } from '../../../model/operation.ts';
import { allSteps } from '../../../model/walk-steps.ts';
import { typeOfVariable } from '../../../model/variable-type.ts';
import { complexityOf, MAX_COMPLEXITY } from '../../code/complexity.ts';
import type { OperationPlan } from '../../plan/operation-plan.ts';
import { declaredBy, isChanged, readsOf, type Reads, variablesOf } from '../../plan/variable-reads.ts';
import type { OperationScope } from './operation-scope.ts';
import { valueTypeText } from './value-type-text.ts';

const reading: ReadonlySet<Step['kind']> = new Set(['require', 'count', 'compute', 'find', 'list']);

/** Values that are handed to an operation for other reasons than what its steps read. */
const notPassed = /\b(?:passwords|actorId|sessionId|keyId|ifMatch|tokenHash)\b/;

/** Renders the steps of a check in a scope of their own. */
type RenderCheck = (steps: readonly Step[], scope: OperationScope, readsAfter: Reads) => string[];

/**
 * How much of an operation goes into functions of its own: what it requires; calculations, loops and branches, too; and at last
 * what is read and created.
 */
export type Extent = 'checks' | 'parts' | 'steps';

const partKinds: Readonly<Record<Extent, ReadonlySet<Step['kind']>>> = {
  checks: new Set(),
  parts: new Set(['compute', 'if', 'each']),
  steps: new Set(['compute', 'if', 'each', 'find', 'create']),
};

interface Options {
  readonly extent: Extent;
  /** Variables that no step declares. */
  readonly given?: ReadonlyMap<string, ValueType>;
  /** What the names of the functions end with. */
  readonly name?: string;
  /** Names that are taken. */
  readonly taken?: readonly string[];
}

/** Parts of an operation in functions beside its own, where that would have too many branches. */
export class CheckFunctions {
  readonly #plan: OperationPlan;
  readonly #options: Options;
  readonly #functions: string[] = [];
  readonly #names: Set<string>;

  constructor(plan: OperationPlan, options: Options) {
    this.#plan = plan;
    this.#options = options;
    this.#names = new Set(options.taken);
  }

  /** The functions, to stand after that of the operation. */
  get functions(): readonly string[] {
    return this.#functions;
  }

  /**
   * The longest run of steps from the first on that only read and require, and of which nothing is needed afterwards, as a
   * call; undefined where there is none worth a function.
   */
  extract(
    steps: readonly Step[],
    readsAfter: Reads,
    scope: OperationScope,
    render: RenderCheck,
  ): { readonly count: number; readonly line: string } | undefined {
    const end = steps.findIndex((step) => !this.#isExtractable(step));
    for (let count = end === -1 ? steps.length : end; count > 1; count--) {
      const run = steps.slice(0, count);
      const isWorthIt = allSteps(run).filter(({ kind }) => kind === 'require').length > 1;
      const later = readsOf(steps.slice(count));
      const isNeeded = run.flatMap(declaredBy).some((name) => later(name) || readsAfter(name));
      if (!isWorthIt || isNeeded) continue;
      const lines = this.#rendered(run, scope, render, () => false);
      if (lines === undefined) continue;
      scope.forgetGuards();
      return { count, line: this.#add(run, lines, scope, { name: this.#nameOf('check'), result: 'void' }) };
    }
    return this.#extractPart(steps, readsAfter, scope, render);
  }

  /** A calculation, a loop or a branch by itself, which may leave one value. */
  #extractPart(
    [step, ...rest]: readonly Step[],
    readsAfter: Reads,
    scope: OperationScope,
    render: RenderCheck,
  ): { readonly count: number; readonly line: string } | undefined {
    if (step === undefined || !this.#isPart(step)) return undefined;
    const later = readsOf(rest);
    const readsLater = (name: string) => later(name) || readsAfter(name);
    const left = leftBy(step, readsLater);
    if (left === 'unread') return undefined;
    const lines = this.#rendered([step], scope, render, (name) => name === left?.name);
    if (lines === undefined || complexityOf(lines) < 2) return undefined;
    if (left === undefined) return { count: 1, line: this.#finish(step, lines, scope) };
    const keyword = isChanged(left.name, rest, readsAfter) ? 'let' : 'const';
    return { count: 1, line: `${keyword} ${this.#leave(step, left, lines, scope)}` };
  }

  /** The call that does what a step does, and leaves nothing. */
  #finish(step: Step, lines: readonly string[], scope: OperationScope): string {
    const name = this.#nameOf(allSteps([step]).every(isReading) ? 'check' : 'finish');
    return this.#add([step], lines, scope, { name, result: 'void' });
  }

  /** The variable of a step, set to what its function returns. */
  #leave(step: Step, left: Left, lines: readonly string[], scope: OperationScope): string {
    const returned = returnedLines(lines, scope.inner().declare(left.name));
    const name = this.#nameOf(step.kind === 'create' ? `create${step.entity}For` : `${left.name}Of`);
    const call = this.#add([step], returned, scope, { name, result: valueTypeText(left.type, scope) });
    const variable =
      step.kind === 'compute' ? scope.declareComputed(left.name, step.value.node) : scope.declare(left.name);
    return `${variable} = ${call}`;
  }

  #rendered(
    run: readonly Step[],
    scope: OperationScope,
    render: RenderCheck,
    readsAfter: Reads,
  ): readonly string[] | undefined {
    const inner = scope.inner();
    inner.forgetGuards();
    const lines = render(run, inner, readsAfter);
    return complexityOf(lines) > MAX_COMPLEXITY || notPassed.test(lines.join('\n')) ? undefined : lines;
  }

  /** A name that begins like this and is not taken. */
  #nameOf(beginning: string): string {
    let name = beginning;
    const end = capitalise(this.#options.name ?? this.#plan.name);
    while (this.#names.has(name + end)) name += 'Further';
    this.#names.add(name + end);
    return name + end;
  }

  #isPart(step: Step): boolean {
    if (!partKinds[this.#options.extent].has(step.kind)) return false;
    const inner = allSteps([step]);
    const own = new Set(inner.flatMap(declaredBy));
    const isOwn = (one: Step) => !changing.has(one.kind) || !('target' in one) || own.has(one.target);
    return inner.every(isOwn) && variablesOf([step]).every((name) => own.has(name) || this.#isPassable(name));
  }

  #isExtractable(step: Step): boolean {
    const isCompound = step.kind === 'if' || step.kind === 'each';
    if (isCompound) {
      return resultOf(step) === undefined && allSteps([step]).every(isReading) && this.#isPart(step);
    }
    if (!reading.has(step.kind) || (step.kind === 'list' && step.isWhole !== true)) return false;
    if (step.kind === 'require' && guardsVariable(step.condition.node)) return false;
    return variablesOf([step]).every((name) => this.#isPassable(name));
  }

  #isPassable(name: string): boolean {
    if (['input', 'query', 'path', 'now', 'today', 'config', 'record'].includes(name)) return true;
    return this.#typeOf(name) !== undefined;
  }

  /** The type of a variable; undefined where several variables have the name, each in its own block. */
  #typeOf(name: string): ValueType | undefined {
    const given = this.#options.given?.get(name);
    if (given !== undefined) return given;
    const types = allSteps(this.#plan.operation.steps).flatMap((step) =>
      declaredBy(step).includes(name) ? [typeOfItem(name, step) ?? typeOfVariable(name, [step])] : [],
    );
    const texts = new Set(types.map((type) => JSON.stringify(type)));
    return texts.size === 1 ? types[0] : undefined;
  }

  #add(
    run: readonly Step[],
    lines: readonly string[],
    scope: OperationScope,
    { name, result }: { readonly name: string; readonly result: string },
  ): string {
    const own = new Set(allSteps(run).flatMap(declaredBy));
    const read = variablesOf(run).filter((variable) => !own.has(variable));
    const isCopied = allSteps(run).some((step) => 'fromInput' in step && step.fromInput);
    const parameters = [
      { code: 'tables', type: 'Tables' },
      ...this.#requestParameters(isCopied ? [...read, 'input'] : read, scope),
      ...read.flatMap((variable) => this.#variableParameter(variable, scope)),
    ].filter(({ code }) => lines.some((line) => new RegExp(`\\b${code}\\b`).test(line)));
    const { async, await: wait, promise } = scope.system.asynchrony;
    const signature = parameters.map(({ code, type }) => `${code}: ${type}`).join(', ');
    this.#functions.push(`${async}function ${name}(${signature}): ${promise(result)} {
${lines.map((line) => `  ${line}`).join('\n')}
}`);
    return `${wait}${name}(${parameters.map(({ code }) => code).join(', ')});`;
  }

  #variableParameter(name: string, scope: OperationScope): Parameter[] {
    const type = this.#typeOf(name);
    return type === undefined ? [] : [{ code: scope.variable(name), type: valueTypeText(type, scope) }];
  }

  #requestParameters(read: readonly string[], { file }: OperationScope): Parameter[] {
    const { input, owner, pathParameters, query, headers } = this.#plan;
    return [
      ...(read.includes('path')
        ? pathParameters.map((one) => ({ code: one.variable, type: parameterType(one, file) }))
        : []),
      ...(read.includes('input') && input !== undefined
        ? [{ code: 'input', type: file.imports.type(owner.file, input.type) }]
        : []),
      ...(read.includes('query') && query !== undefined ? [{ code: 'query', type: query.type }] : []),
      ...(read.includes('headers') && headers !== undefined ? [{ code: 'headers', type: headers.type }] : []),
    ];
  }
}

interface Parameter {
  readonly code: string;
  readonly type: string;
}

const changing: ReadonlySet<Step['kind']> = new Set(['update', 'increment', 'upsert']);

function isReading({ kind }: Step): boolean {
  return reading.has(kind) || ['load', 'if', 'each'].includes(kind);
}

interface Left {
  readonly name: string;
  readonly type: ValueType;
}

/** What later steps read of a step; `unread` where nobody looks at all that it does. */
function leftBy(step: Step, readsLater: Reads): Left | 'unread' | undefined {
  const left = resultOf(step);
  if (left === undefined || readsLater(left.name)) return left;
  return step.kind === 'each' ? undefined : 'unread';
}

/** The value that a step leaves. */
function resultOf(step: Step): Left | undefined {
  if (step.kind === 'compute' || step.kind === 'find' || step.kind === 'create') {
    const type = typeOfVariable(step.as, [step]);
    return type && { name: step.as, type };
  }
  if (step.kind !== 'each' || step.collect === undefined) return undefined;
  return { name: step.collect.as, type: { kind: 'list', of: step.collect.value.type } };
}

function typeOfItem(name: string, step: Step): ValueType | undefined {
  if (step.kind !== 'each' || step.variable !== name) return undefined;
  const { type } = step.list;
  return type.kind === 'list' ? type.of : undefined;
}

/** A calculation ends with its value; a loop with what it has collected. */
function returnedLines(lines: readonly string[], variable: string): readonly string[] {
  const [first = '', ...more] = lines;
  const declaration = `const ${variable} = `;
  if (more.length === 0 && first.startsWith(declaration))
    return [`return ${first.slice(declaration.length)}`];
  return [...lines, `return ${variable};`];
}

/** Whether a condition tells that a variable itself is not null: what follows must see that. */
function guardsVariable(node: ExpressionNode): boolean {
  const isGuard =
    node.kind === 'binary' &&
    (node.operator === '==' || node.operator === '!=') &&
    [node.left, node.right].some(({ kind, type }) => kind === 'variable' && type.kind === 'nullable');
  return isGuard || childrenOf(node).some(guardsVariable);
}
