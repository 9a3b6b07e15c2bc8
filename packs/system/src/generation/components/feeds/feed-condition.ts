import { compileExpression } from '../../../expression/compile-expression.ts';
import type { ExpressionNode } from '../../../expression/expression.ts';
import { fieldPath, mapChildren } from '../../../expression/expression-walk.ts';
import { atLeast, precedences } from '../../../expression/precedence.ts';
import { literal } from '../../code/literal.ts';
import type { SourceFile } from '../../code/source-file.ts';
import { fileOfHelper } from '../domain/calendar-file.ts';

/** The condition of a feed in the code of its route, where `c` is the request. */
export function feedCondition(node: ExpressionNode, file: SourceFile): string {
  const variables: Record<string, string> = {};
  const renamed = (part: ExpressionNode): ExpressionNode => {
    const [variable, field] = fieldPath(part) ?? [];
    if (variable !== 'path' || field === undefined) return mapChildren(part, renamed);
    variables[`path.${field}`] = `c.req.param(${literal(field)})`;
    return { kind: 'variable', name: `path.${field}`, type: part.type };
  };
  const changed = renamed(node);
  const compiled = compileExpression(
    { source: '', node: changed, type: changed.type },
    { variables, isInClosure: true },
  );
  for (const helper of compiled.helpers) file.imports.value(fileOfHelper(helper), helper);
  for (const { module, name } of compiled.imports) file.imports.value(module, name);
  return atLeast(compiled, precedences.and);
}
