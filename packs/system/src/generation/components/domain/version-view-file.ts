import { variablesIn } from '../../../expression/expression-walk.ts';
import { withArticle } from '../../../acceptance/samples/with-article.ts';
import { propertyKey } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { EntityPlan, ViewPlan } from '../../plan/entity-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import { clockParameter, computedCode } from './computed-code.ts';

/** `src/domain/views/<entity>-view.ts` of versions: each as the record that it was. */
export function renderVersionViewFile(
  { variable, ...plan }: EntityPlan,
  view: ViewPlan,
  origin: EntityPlan,
  usage: StorageUsage,
): SourceFile {
  const file = new SourceFile(view.file);
  const type = file.imports.type(plan.file, plan.type);
  const shownAs = file.imports.type(view.typeFile, view.type);
  const { computed = [], fields } = origin.entity;
  const shown = fields
    .filter(({ isHidden }) => isHidden !== true)
    .map(({ name }) => `${propertyKey(name)}: ${valueOf(name, variable)}`);
  const values = computed.map(
    (field) => `${propertyKey(field.name)}: ${computedCode(field, 'record', file, usage)}`,
  );
  const clock = view.needsClock ? `, ${clockParameter(computed, file)}` : '';
  const needsRecord = computed.some((field) => variablesIn(field.computed.node).has('record'));
  const record = needsRecord
    ? `  const record = { ...${variable}, ${['id', 'createdAt', 'updatedAt'].map((name) => `${name}: ${valueOf(name, variable)}`).join(', ')} };\n`
    : '';
  return file.add(`
/** A version of ${withArticle(origin.entity.name)} as answers show it: the record that it was. */
export function ${view.name}(${variable}: ${type}${clock}): ${shownAs} {
${record}  return { ${[...shown, ...values].join(', ')} };
}`);
}

/** A version came to be when its record was last changed before it. */
const ownNames: Readonly<Record<string, string>> = {
  id: 'recordId',
  createdAt: 'recordCreatedAt',
  updatedAt: 'createdAt',
};

function valueOf(name: string, variable: string): string {
  return `${variable}.${ownNames[name] ?? name}`;
}
