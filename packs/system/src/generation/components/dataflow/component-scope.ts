import { compileExpression } from '../../../expression/compile-expression.ts';
import type { Expression, ExpressionNode } from '../../../expression/expression.ts';
import { atLeast, precedences } from '../../../expression/precedence.ts';
import { variablesIn } from '../../../expression/expression-walk.ts';
import type { DataflowComponent } from '../../../model/dataflow.ts';
import { SourceFile } from '../../code/source-file.ts';
import { dataflowNames } from '../../plan/dataflow-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { fileOfHelper } from '../domain/calendar-file.ts';

const members = { now: 'this.now', today: 'this.today', config: 'this.#config' } as const;

/** The file of one component, and what its expressions need. */
export class ComponentScope {
  readonly file: SourceFile;
  readonly className: string;
  readonly usage: StorageUsage;
  /** Whether an expression reads the configuration. */
  usesConfig = false;

  constructor(component: DataflowComponent, { model }: SystemPlan, usage: StorageUsage) {
    const names = dataflowNames(component, model);
    this.file = new SourceFile(names.file);
    this.className = names.className;
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
