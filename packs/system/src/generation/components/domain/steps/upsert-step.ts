import { ruleCheck } from '../rule-check.ts';
import { referenceChecks } from '../reference-checks.ts';
import { upsertValues } from '../row-values.ts';
import { boundWrite } from './bound-variable.ts';
import { rowSource } from './row-source.ts';
import type { StepContext, StepOf } from './step-context.ts';

export function renderUpsert(step: StepOf<'upsert'>, context: StepContext): string[] {
  const { scope, system } = context;
  const source = rowSource(step.entity, false, step.set, context);
  const references = referenceChecks({ ...source, set: [...step.key, ...step.set] }, scope);
  const { entity } = source.plan;
  const table = `${system.asynchrony.await}tables.${source.plan.table}`;
  const key = step.key.map(({ field, value }) => `${field}: ${scope.compile(value)}`);
  const { checks, inserted, changed } = upsertValues(source, step.key, scope);
  const found = scope.local(`present${entity.name}`);
  scope.rememberFound(step.as, found);
  const update = `${table}.${scope.usage.method('update')}(${found}, ${changed})`;
  const insert = `${table}.${scope.usage.method('insert')}(${inserted})`;
  return [
    ...references,
    ...checks,
    `const ${found} = ${table}.${scope.usage.method('findBy')}({ ${key.join(', ')} });`,
    ...(isDropped(step, context)
      ? [`if (${found}) ${update};`, `else ${insert};`]
      : boundWrite(step.as, step.entity, `${found} ? ${update} : ${insert}`, context)),
  ];
}

/** Whether nothing looks at the record afterwards: then an expression would stand alone. */
function isDropped(step: StepOf<'upsert'>, context: StepContext): boolean {
  if (context.isResult || context.readsLater(step.as)) return false;
  return ruleCheck(step.entity, context.scope) === undefined;
}
