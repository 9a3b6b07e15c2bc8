import { compileExpression } from '../../../expression/compile-expression.ts';
import type { Expression, ExpressionNode } from '../../../expression/expression.ts';
import { atLeast, precedences } from '../../../expression/precedence.ts';
import { variablesIn } from '../../../expression/expression-walk.ts';
import type { SourceFile } from '../../code/source-file.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import { fileOfHelper } from '../domain/calendar-file.ts';

const members = { now: 'this.now', today: 'this.today', config: 'this.#config' } as const;

/** Compiles the expressions of one component. */
export class ComponentScope {
  readonly file: SourceFile;
  readonly usage: StorageUsage;
  /** Whether an expression reads the configuration. */
  usesConfig = false;

  constructor(file: SourceFile, usage: StorageUsage) {
    this.file = file;
    this.usage = usage;
  }

  compile({ node }: Pick<Expression, 'node'>, precedence: number = precedences.conditional): string {
    if (variablesIn(node).has('config')) this.usesConfig = true;
    const compiled = compileExpression({ source: '', node, type: node.type }, { variables: members });
    for (const helper of compiled.helpers) {
      this.usage.calendar.add(helper);
      this.file.imports.value(fileOfHelper(helper), helper);
    }
    for (const { module, name } of compiled.imports) this.file.imports.value(module, name);
    return atLeast(compiled, precedence);
  }
}

/** Which of these names the expressions read. */
export function readBy(names: readonly string[], nodes: readonly ExpressionNode[]): readonly string[] {
  const read = new Set(nodes.flatMap((node) => [...variablesIn(node)]));
  return names.filter((name) => read.has(name));
}
