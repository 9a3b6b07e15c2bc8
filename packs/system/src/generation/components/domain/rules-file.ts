import { spaced } from '../../../naming/letter-case.ts';
import { withArticle } from '../../../acceptance/samples/with-article.ts';
import type { EntityRules } from '../../../model/entity.ts';
import type { Operation } from '../../../model/operation.ts';
import { SourceFile } from '../../code/source-file.ts';
import { checkFunction } from '../../plan/function-names.ts';
import type { EntityPlan } from '../../plan/entity-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { tablesFile } from '../store/tables-file.ts';
import { complexityOf, MAX_COMPLEXITY } from '../../code/complexity.ts';
import { CheckFunctions } from './check-functions.ts';
import { OperationScope } from './operation-scope.ts';
import { RecordLoaders } from './record-loaders.ts';
import { rulesFile } from './rule-check.ts';
import { renderSteps } from './steps/render-steps.ts';

/** `src/domain/<entity>-rules.ts`: what must hold after every write of a record. Undefined for entities without rules. */
export function renderRulesFile(
  plan: EntityPlan,
  system: SystemPlan,
  usage: StorageUsage,
): SourceFile | undefined {
  const { entity, type } = plan;
  if (entity.rules === undefined) return undefined;
  const file = new SourceFile(rulesFile(plan));
  const { lines, functions } = renderChecks(plan, entity.rules, { system, usage, file });
  const { async, promise } = system.asynchrony;
  file.imports.type(tablesFile, 'Tables');
  file.imports.type(plan.file, type);
  const { variable } = entity.rules;
  const tables = lines.some((line) => /\btables\b/.test(line)) ? 'tables' : '_tables';
  return file.add(`/** What must hold of ${withArticle(spaced(entity.name))} whenever it has been written. */
export ${async}function ${checkFunction(plan)}(${tables}: Tables, ${variable}: ${type}): ${promise('void')} {
${lines.map((line) => `  ${line}`).join('\n')}
}${functions.map((one) => `\n\n${one}`).join('')}`);
}

function renderChecks(
  plan: EntityPlan,
  { steps, variable }: EntityRules,
  { system, usage, file }: { system: SystemPlan; usage: StorageUsage; file: SourceFile },
): { readonly lines: readonly string[]; readonly functions: readonly string[] } {
  const operation = checkOperation(plan, steps);
  const own = { operation, owner: plan, name: operation.name, pathParameters: [], usesPasswords: false };
  const render = (loaders: RecordLoaders, checks?: CheckFunctions) => {
    const scope = new OperationScope(own, system, file, usage);
    scope.declare(variable);
    return renderSteps(steps, {
      operation,
      system,
      scope,
      loaders,
      ...(checks && { checks }),
      readsAfter: () => false,
      isResult: () => false,
    });
  };
  const plain = render(new RecordLoaders([], system));
  if (complexityOf(plain) <= MAX_COMPLEXITY) return { lines: plain, functions: [] };
  const given = new Map([[variable, { kind: 'record', entity: plan.entity.name } as const]]);
  const checks = new CheckFunctions(own, {
    extent: 'parts',
    given,
    name: plan.type,
    taken: [operation.name],
  });
  const loaders = new RecordLoaders([], system);
  const lines = render(loaders, checks);
  const loading = loaders.used().map((loader) => loader.render(file, usage));
  return { lines, functions: [...checks.functions, ...loading] };
}

/** Rules are written by the same code as operations: like one that takes nothing and answers nothing. */
function checkOperation(plan: EntityPlan, steps: Operation['steps']): Operation {
  return {
    name: checkFunction(plan),
    summary: '',
    origin: 'written',
    answers: [],
    entity: plan.entity.name,
    http: { method: 'POST', path: [] },
    input: [],
    isPartial: false,
    query: [],
    steps,
    answer: { status: 204, body: { kind: 'empty' } },
  };
}
