import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { checkingEnvironment } from '../expression/environment.ts';
import { checkExpression, type Expression } from '../expression/expression.ts';
import { didYouMean } from '../expression/nearest-word.ts';
import { referencesOf } from '../expression/references.ts';
import { holesOf, type Template, type TemplatePlace } from '../expression/template.ts';
import { anyType, fieldNames, type ValueType } from '../expression/value-type.ts';
import type { PlacedExpression } from './mapping.ts';
import type { Problems } from './problems.ts';

/** What an expression has to give. */
export type Expected = 'a truth value' | 'a list' | 'a text or number';

const fits: Readonly<Record<Expected, RegExp>> = {
  'a truth value': /^(bool|dyn)/,
  'a list': /^(list|dyn)/,
  'a text or number': /^(string|int|double|dyn)/,
};

const simpleTypes = new Map<string, ValueType>([
  ['bool', { kind: 'boolean' }],
  ['string', { kind: 'text' }],
  ['int', { kind: 'number' }],
  ['double', { kind: 'number' }],
  ['list<string>', { kind: 'list', of: { kind: 'text' } }],
  ['list<int>', { kind: 'list', of: { kind: 'number' } }],
  ['list<double>', { kind: 'list', of: { kind: 'number' } }],
]);

function ownField(fields: Readonly<Record<string, ValueType>>, name: string): ValueType {
  return (Object.hasOwn(fields, name) ? fields[name] : undefined) ?? anyType;
}

/** What the expressions at one place of a workflow can see, and the checks of those expressions. */
export class Scope {
  readonly #variables: Readonly<Record<string, ValueType>>;
  readonly #steps: readonly string[];
  readonly #problems: Problems;
  #environment: Environment | undefined;

  /** `variables.steps` has the steps that can be seen here; `allSteps` are those the workflow has. */
  constructor(
    variables: Readonly<Record<string, ValueType>>,
    allSteps: readonly string[],
    problems: Problems,
  ) {
    this.#variables = variables;
    this.#steps = allSteps;
    this.#problems = problems;
  }

  /** The same place with more variables. */
  with(more: Readonly<Record<string, ValueType>>): Scope {
    return new Scope({ ...this.#variables, ...more }, this.#steps, this.#problems);
  }

  /** The same place with these variables and no others. */
  only(variables: Readonly<Record<string, ValueType>>): Scope {
    return new Scope(variables, this.#steps, this.#problems);
  }

  /** Checks a text that is an expression as a whole. */
  expect(placed: PlacedExpression | undefined, expected: Expected): void {
    if (placed === undefined) return;
    const type = this.check(placed.expression, { path: placed.path, offset: 0 });
    if (type === undefined || fits[expected].test(type)) return;
    const message = `Expected ${expected}, got ${type}.`;
    this.#problems.add({ code: 'expression_type', path: placed.path, message });
  }

  checkTemplate(template: Template | undefined): void {
    if (template === undefined) return;
    for (const { expression, place } of holesOf(template)) this.check(expression, place);
  }

  /** What is known of the items of a list: only a list that is a plain `input.x` or `steps.x` tells. */
  itemOf({ expression: { ast } }: PlacedExpression): ValueType {
    const type = ast.op === '.' || ast.op === 'id' ? this.#typeAt(ast) : anyType;
    return type.kind === 'list' ? type.of : anyType;
  }

  /** What is known of an expression's value, without reporting anything. */
  typeOf(expression: Expression): ValueType {
    const { ast } = expression;
    if (ast.op === '.' || ast.op === 'id') return this.#typeAt(ast);
    const { type = 'dyn' } = { type: undefined, ...checkExpression(expression, this.#checker(), []) };
    return simpleTypes.get(type) ?? anyType;
  }

  #typeAt(node: ASTNode): ValueType {
    if (node.op === 'id') return ownField(this.#variables, node.args);
    if (node.op !== '.') return anyType;
    const object = this.#typeAt(node.args[0]);
    return object.kind === 'object' ? ownField(object.fields, node.args[1]) : anyType;
  }

  #checker(): Environment {
    this.#environment ??= checkingEnvironment(this.#variables);
    return this.#environment;
  }

  /** The CEL type of an expression; undefined when something is wrong with it, which has been reported then. */
  check(expression: Expression, place: TemplatePlace): string | undefined {
    if (!this.#checkSteps(expression, place)) return undefined;
    const known = [...Object.keys(this.#variables), ...fieldNames(Object.values(this.#variables))];
    const { problem, ...result } = checkExpression(expression, this.#checker(), known);
    if (problem === undefined) return 'type' in result ? result.type : undefined;
    this.#problems.addExpression(problem, { ...place, offset: place.offset + problem.offset });
    return undefined;
  }

  #checkSteps({ ast }: Expression, { path, offset }: TemplatePlace): boolean {
    const { steps } = this.#variables;
    const visible = steps?.kind === 'object' ? steps.fields : {};
    let isSound = true;
    for (const { variable, field, offset: inside } of referencesOf(ast)) {
      if (variable !== 'steps' || field === undefined || Object.hasOwn(visible, field)) continue;
      isSound = false;
      const at = { path, offset: offset + inside };
      if (this.#steps.includes(field)) {
        const message = `The step \`${field}\` is not among the needs of this step.`;
        const suggestion = `Add \`${field}\` to \`needs\`.`;
        this.#problems.add({ code: 'not_needed', ...at, message, suggestion });
      } else {
        const suggestion = didYouMean(field, this.#steps);
        this.#problems.add({
          code: 'unknown_step',
          ...at,
          message: `There is no step \`${field}\`.`,
          suggestion,
        });
      }
    }
    return isSound;
  }
}
