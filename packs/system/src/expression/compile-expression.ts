import { variablesIn } from './expression-walk.ts';
import { nonNull } from './value-type.ts';
import { placeCode } from './enum-place.ts';
import { isFreeVariable } from '../naming/identifier.ts';
import { compileCall } from './compile-call.ts';
import { compileBinary } from './compile-binary.ts';
import type { Expression, ExpressionNode } from './expression.ts';
import type { HelperName } from './expression-helpers.ts';
import { expressionHelpers } from './expression-helpers.ts';
import { atLeast, literalCode, precedences } from './precedence.ts';
import type { NodeCompiler } from './node-compiler.ts';
import type { Compiled } from './precedence.ts';

/** Where the compiled expression will stand. */
export interface CompileScope {
  /** CEL variable → TypeScript code for it: a name, or anything that binds as tightly as a member access. */
  readonly variables: Readonly<Record<string, string>>;
  /** Variables whose members are `undefined` when absent, as the input of a partial update is. */
  readonly partial?: readonly string[];
  /** The code stands in a function of its own, where TypeScript forgets what was checked outside. */
  readonly isInClosure?: boolean;
}

export interface CompiledExpression extends Compiled {
  /** Functions of `expressionHelpers` that the code calls. */
  readonly helpers: readonly HelperName[];
  /** Named imports the code needs, by module. */
  readonly imports: readonly { readonly module: string; readonly name: string }[];
}

/** Compiles a checked expression to TypeScript with no more parentheses than it needs. */
export function compileExpression(expression: Expression, scope: CompileScope): CompiledExpression {
  const compiler = new Compiler(scope);
  const { code, precedence } = compiler.compile(expression.node);
  return {
    code,
    precedence,
    helpers: [...compiler.helpers].toSorted(),
    imports: compiler.imports,
  };
}

type CallNode = Extract<ExpressionNode, { kind: 'call' }>;

class Compiler implements NodeCompiler {
  readonly helpers = new Set<HelperName>();
  needsDeepEqual = false;
  /** Functions of the blueprint that the code calls, with the modules they are in. */
  readonly #modules = new Map<string, string>();
  readonly #scope: CompileScope;
  /** Variables of the comprehensions around the node, CEL name → TypeScript name. */
  #local: ReadonlyMap<string, string> = new Map();

  constructor(scope: CompileScope) {
    this.#scope = scope;
  }

  get imports(): CompiledExpression['imports'] {
    const own = [...this.#modules].map(([name, module]) => ({ module, name }));
    return this.needsDeepEqual ? [{ module: 'node:util', name: 'isDeepStrictEqual' }, ...own] : own;
  }

  compile(node: ExpressionNode): Compiled {
    switch (node.kind) {
      case 'literal':
        return literalCode(node.value);
      case 'variable':
        return this.#asserted({ code: this.#variable(node.name), precedence: precedences.member }, node);
      case 'member':
        return this.#member(node);
      case 'index':
        return this.#index(node);
      case 'unary':
        return this.#unary(node);
      case 'binary':
        return compileBinary(node, this);
      case 'conditional':
        return this.#conditional(node);
      case 'call':
        return this.#call(node);
      default:
        return this.#collection(node);
    }
  }

  code(node: ExpressionNode, precedence: number): string {
    return atLeast(this.compile(node), precedence);
  }

  use(helper: HelperName): string {
    this.helpers.add(helper);
    return helper;
  }

  useDeepEqual(): string {
    this.needsDeepEqual = true;
    return 'isDeepStrictEqual';
  }

  useRandomUuid(): string {
    this.#modules.set('randomUUID', 'node:crypto');
    return 'randomUUID';
  }

  mayBeUndefined(node: ExpressionNode): boolean {
    if (node.kind === 'index') return true;
    if (node.kind !== 'member' || node.target.kind !== 'variable') return false;
    const { name } = node.target;
    return !this.#local.has(name) && (this.#scope.partial ?? []).includes(name);
  }

  #ownCall({ name, arguments: given }: CallNode, module: string): Compiled {
    this.#modules.set(name, module);
    const codes = given.map((argument) => this.code(argument, precedences.conditional));
    return { code: `${name}(${codes.join(', ')})`, precedence: precedences.member };
  }

  #call(node: Extract<ExpressionNode, { kind: 'call' }>): Compiled {
    const compiled = node.own === undefined ? compileCall(node, this) : this.#ownCall(node, node.own.module);
    if (node.isNarrowed !== true) return compiled;
    return { code: `${atLeast(compiled, precedences.member)}!`, precedence: precedences.member };
  }

  #variable(name: string): string {
    const own = this.#scope.variables;
    return this.#local.get(name) ?? (Object.hasOwn(own, name) ? (own[name] ?? name) : name);
  }

  #member(node: Extract<ExpressionNode, { kind: 'member' }>): Compiled {
    const target = this.code(node.target, precedences.member);
    const isMaybeAbsent = node.target.type.kind === 'nullable';
    const access = isMaybeAbsent ? '?.' : '.';
    return this.#asserted({ code: `${target}${access}${node.name}`, precedence: precedences.member }, node);
  }

  /** TypeScript forgets inside a function what was checked around it. */
  #asserted(compiled: Compiled, node: { readonly isNarrowed?: true }): Compiled {
    const isForgotten = this.#scope.isInClosure === true || this.#local.size > 0;
    return node.isNarrowed === true && isForgotten ? { ...compiled, code: `${compiled.code}!` } : compiled;
  }

  #index(node: Extract<ExpressionNode, { kind: 'index' }>): Compiled {
    const target = this.code(node.target, precedences.member);
    const code = `${target}[${this.compile(node.index).code}]`;
    return this.#asserted({ code, precedence: precedences.member }, node);
  }

  #collection(node: Extract<ExpressionNode, { kind: 'list' | 'object' | 'comprehension' }>): Compiled {
    if (node.kind === 'comprehension') return this.#comprehension(node);
    return node.kind === 'list' ? this.#list(node.items) : this.#object(node.fields);
  }

  #list(items: readonly ExpressionNode[]): Compiled {
    const codes = items.map((item) => this.code(item, precedences.conditional));
    return { code: `[${codes.join(', ')}]`, precedence: precedences.primary };
  }

  #object(fields: Extract<ExpressionNode, { kind: 'object' }>['fields']): Compiled {
    const members = fields.map(({ name, value }) => {
      const code = this.code(value, precedences.conditional);
      return code === name ? name : `${propertyName(name)}: ${code}`;
    });
    return {
      code: members.length === 0 ? '{}' : `{ ${members.join(', ')} }`,
      precedence: precedences.primary,
    };
  }

  #unary(node: Extract<ExpressionNode, { kind: 'unary' }>): Compiled {
    const { operator, operand } = node;
    if (operator === '!' && operand.kind === 'binary' && /^[!=]=$/.test(operand.operator)) {
      return this.compile({ ...operand, operator: operand.operator === '==' ? '!=' : '==' });
    }
    const inner = this.compile(operand);
    const isDoubleMinus = operator === '-' && inner.code.startsWith('-');
    const code = isDoubleMinus ? `(${inner.code})` : atLeast(inner, precedences.unary);
    return { code: `${operator}${code}`, precedence: precedences.unary };
  }

  #conditional(node: Extract<ExpressionNode, { kind: 'conditional' }>): Compiled {
    const condition = this.code(node.condition, precedences.or);
    const whenTrue = this.code(node.whenTrue, precedences.conditional);
    const whenFalse = this.code(node.whenFalse, precedences.conditional);
    return { code: `${condition} ? ${whenTrue} : ${whenFalse}`, precedence: precedences.conditional };
  }

  #comprehension(node: Extract<ExpressionNode, { kind: 'comprehension' }>): Compiled {
    const range = this.code(node.range, precedences.member);
    const outer = this.#local;
    const name = this.#localName(node.variable);
    this.#local = new Map([...outer, [node.variable, name]]);
    const body = this.#key(node);
    this.#local = outer;
    const parameter = variablesIn(node.body).has(node.variable) ? name : '';
    const arrow = `(${parameter}) => ${body.startsWith('{') ? `(${body})` : body}`;
    if (node.macro === 'exists_one') {
      return { code: `${range}.filter(${arrow}).length === 1`, precedence: precedences.equality };
    }
    if (node.macro === 'groupBy' || node.macro === 'sortBy' || node.macro === 'sortByDescending') {
      return { code: `${this.use(node.macro)}(${range}, ${arrow})`, precedence: precedences.member };
    }
    return { code: `${range}.${arrayMethods[node.macro]}(${arrow})`, precedence: precedences.member };
  }

  /** The body, or what it sorts by: values of an enumeration come in their order. */
  #key({ macro, body }: Extract<ExpressionNode, { kind: 'comprehension' }>): string {
    const type = nonNull(body.type);
    const isSorted = macro === 'sortBy' || macro === 'sortByDescending';
    if (!isSorted || type.kind !== 'enum') return this.code(body, precedences.conditional);
    return placeCode(type.values, this.code(body, precedences.conditional));
  }

  /** A name that is legal and hides nothing the body may use. */
  #localName(variable: string): string {
    const own = Object.values(this.#scope.variables).map((code) => code.split(/[^\w$]/)[0] ?? '');
    const others = [...this.#local].filter(([name]) => name !== variable).map(([, code]) => code);
    const helpers = [...Object.keys(expressionHelpers), ...globals];
    const taken = new Set([...own, ...others, ...helpers]);
    const isFree = (name: string) => (name === 'record' || isFreeVariable(name)) && !taken.has(name);
    const wanted = variable.replace(/\$$/, '');
    let name = /^[A-Za-z][A-Za-z0-9]*$/.test(wanted) ? wanted : 'item';
    if (!isFree(name)) name = `${name}Item`;
    while (!isFree(name)) name = `${name}_`;
    return name;
  }
}

function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

const globals = [
  'randomUUID',
  'Buffer',
  'Array',
  'Set',
  'Date',
  'Math',
  'String',
  'Object',
  'isDeepStrictEqual',
  'undefined',
  'NaN',
  'Infinity',
];

const arrayMethods = { all: 'every', exists: 'some', filter: 'filter', map: 'map' } as const;
