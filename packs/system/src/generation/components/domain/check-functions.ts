import type { ExpressionNode } from '../../../expression/expression.ts';
import { childrenOf } from '../../../expression/children-of.ts';
import { capitalise } from '../../../naming/letter-case.ts';
import type { Operation, Step } from '../../../model/operation.ts';
import { allSteps } from '../../../model/walk-steps.ts';
import { typeOfVariable } from '../../../model/variable-type.ts';
import { complexityOf, MAX_COMPLEXITY } from '../../code/complexity.ts';
import type { OperationPlan } from '../../plan/operation-plan.ts';
import { declaredBy, readsOf, type Reads, variablesOf } from '../../plan/variable-reads.ts';
import type { OperationScope } from './operation-scope.ts';
import { valueTypeText } from './value-type-text.ts';

const reading: ReadonlySet<Step['kind']> = new Set(['require', 'count', 'compute', 'find', 'list']);

/** Renders the steps of a check in a scope of their own. */
type RenderCheck = (steps: readonly Step[], scope: OperationScope) => string[];

/** What an operation requires, in functions beside its own where that would have too many branches. */
export class CheckFunctions {
  readonly #plan: OperationPlan;
  readonly #functions: string[] = [];

  constructor(plan: OperationPlan) {
    this.#plan = plan;
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
      const isWorthIt = run.filter(({ kind }) => kind === 'require').length > 1;
      const later = readsOf(steps.slice(count));
      const isNeeded = run.flatMap(declaredBy).some((name) => later(name) || readsAfter(name));
      if (!isWorthIt || isNeeded) continue;
      const inner = scope.inner();
      inner.forgetGuards();
      const lines = render(run, inner);
      if (complexityOf(lines) > MAX_COMPLEXITY) continue;
      scope.forgetGuards();
      return { count, line: this.#add(run, lines, scope) };
    }
    return undefined;
  }

  #isExtractable(step: Step): boolean {
    if (!reading.has(step.kind) || (step.kind === 'list' && step.isWhole !== true)) return false;
    if (step.kind === 'require' && guardsVariable(step.condition.node)) return false;
    return variablesOf([step]).every((name) => this.#isPassable(name));
  }

  #isPassable(name: string): boolean {
    if (['input', 'query', 'path', 'now', 'today', 'config', 'record'].includes(name)) return true;
    return typeOfVariable(name, allSteps(this.#plan.operation.steps)) !== undefined;
  }

  #add(run: readonly Step[], lines: readonly string[], scope: OperationScope): string {
    const { operation, name } = this.#plan;
    const checkName = `check${'Further'.repeat(this.#functions.length)}${capitalise(name)}`;
    const own = new Set(run.flatMap(declaredBy));
    const read = variablesOf(run).filter((variable) => !own.has(variable));
    const parameters = [
      { code: 'tables', type: 'Tables' },
      ...this.#requestParameters(read, scope),
      ...read.flatMap((variable) => variableParameter(variable, operation, scope)),
    ].filter(({ code }) => lines.some((line) => new RegExp(`\\b${code}\\b`).test(line)));
    const { async, await: wait, promise } = scope.system.asynchrony;
    const signature = parameters.map(({ code, type }) => `${code}: ${type}`).join(', ');
    this.#functions.push(`${async}function ${checkName}(${signature}): ${promise('void')} {
${lines.map((line) => `  ${line}`).join('\n')}
}`);
    return `${wait}${checkName}(${parameters.map(({ code }) => code).join(', ')});`;
  }

  #requestParameters(read: readonly string[], { file }: OperationScope): Parameter[] {
    const { input, owner, pathParameters, query } = this.#plan;
    return [
      ...(read.includes('path')
        ? pathParameters.map(({ variable }) => ({ code: variable, type: 'string' }))
        : []),
      ...(read.includes('input') && input !== undefined
        ? [{ code: 'input', type: file.imports.type(owner.file, input.type) }]
        : []),
      ...(read.includes('query') && query !== undefined ? [{ code: 'query', type: query.type }] : []),
    ];
  }
}

interface Parameter {
  readonly code: string;
  readonly type: string;
}

function variableParameter(name: string, { steps }: Operation, scope: OperationScope): Parameter[] {
  const type = typeOfVariable(name, allSteps(steps));
  return type === undefined ? [] : [{ code: scope.variable(name), type: valueTypeText(type, scope) }];
}

/** Whether a condition tells that a variable itself is not null: what follows must see that. */
function guardsVariable(node: ExpressionNode): boolean {
  const isGuard =
    node.kind === 'binary' &&
    (node.operator === '==' || node.operator === '!=') &&
    [node.left, node.right].some(({ kind, type }) => kind === 'variable' && type.kind === 'nullable');
  return isGuard || childrenOf(node).some(guardsVariable);
}
