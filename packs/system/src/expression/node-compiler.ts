import type { ExpressionNode } from './expression.ts';
import type { HelperName } from './expression-helpers.ts';
import type { Compiled } from './precedence.ts';

/** What the compilers of single constructs need from the whole. */
export interface NodeCompiler {
  compile(node: ExpressionNode): Compiled;
  /** The code, in parentheses if it binds less tightly than `precedence`. */
  code(node: ExpressionNode, precedence: number): string;
  use(helper: HelperName): string;
  useDeepEqual(): string;
  useRandomUuid(): string;
  /** True when the value is `undefined`, not `null`, when it is absent. */
  mayBeUndefined(node: ExpressionNode): boolean;
}
