import { compileExpression } from '../../../expression/compile-expression.ts';
import type { ExpressionNode } from '../../../expression/expression.ts';
import { fieldPath, mapChildren } from '../../../expression/expression-walk.ts';
import { atLeast, precedences } from '../../../expression/precedence.ts';
import { literal } from '../../code/literal.ts';
import type { SourceFile } from '../../code/source-file.ts';
import type { Listener } from './listener-code.ts';
import { fileOfHelper } from '../domain/calendar-file.ts';

/** The condition of a feed in the code of its route, where `c` is the request. Who listens is known by an id, or by a record. */
export function feedCondition(
  node: ExpressionNode,
  listeners: readonly Listener[],
  file: SourceFile,
): string {
  const variables: Record<string, string> = { event: 'event.data' };
  const ids = new Map(
    listeners
      .filter(({ record }) => record === undefined)
      .map(({ variable, id }) => [variable as string, id]),
  );
  const spelt = (name: string, code: string, { type }: ExpressionNode): ExpressionNode => {
    variables[name] = code;
    return { kind: 'variable', name, type };
  };
  const renamed = (part: ExpressionNode): ExpressionNode => {
    const [variable = '', field] = fieldPath(part) ?? (part.kind === 'variable' ? [part.name] : []);
    const id = ids.get(variable);
    if (id !== undefined) return spelt(id, id, part);
    if (variable !== 'path' || field === undefined) return mapChildren(part, renamed);
    return spelt(`path.${field}`, `c.req.param(${literal(field)})`, part);
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
