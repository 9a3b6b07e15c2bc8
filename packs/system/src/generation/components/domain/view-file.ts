import { withArticle } from '../../../acceptance/samples/with-article.ts';
import { docComment, sentence } from '../../code/comment.ts';
import { capitalise } from '../../../naming/letter-case.ts';
import { literal, propertyKey } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { EntityPlan, ViewPlan } from '../../plan/entity-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import { clockParameter, computedCode } from './computed-code.ts';
import { typeText } from './field-type.ts';
import { renderVersionViewFile } from './version-view-file.ts';

/** `src/domain/views/<entity>-view.ts`: records as answers show them. Records in `usage` what it needs of the tables. */
export function renderViewFile(plan: EntityPlan, view: ViewPlan, usage: StorageUsage): SourceFile {
  const { entity, variable, origin } = plan;
  if (origin !== undefined) return renderVersionViewFile(plan, view, origin, usage);
  const file = new SourceFile(view.file);
  const type = file.imports.type(plan.file, plan.type);
  const { computed = [] } = entity;
  const values = computed.map(
    (field) => `${propertyKey(field.name)}: ${computedCode(field, variable, file, usage)}`,
  );
  const kept = entity.fields.filter(({ isHidden }) => isHidden !== true);
  const isWhole = kept.length === entity.fields.length;
  const members = isWhole
    ? [`...${variable}`]
    : kept.map(({ name }) => `${propertyKey(name)}: ${variable}.${name}`);
  const clock = view.needsClock ? `, ${clockParameter(computed, file)}` : '';
  file.add(
    `/** ${capitalise(withArticle(entity.name))} as answers show it. */\n${viewType(plan, view, type, file)}`,
  );
  return file.add(`export function ${view.name}(${variable}: ${type}${clock}): ${view.type} {
  return { ${[...members, ...values].join(', ')} };
}`);
}

function viewType({ entity }: EntityPlan, view: ViewPlan, type: string, file: SourceFile): string {
  const { computed = [] } = entity;
  const hidden = entity.fields.filter(({ isHidden }) => isHidden === true).map(({ name }) => literal(name));
  const base = hidden.length === 0 ? type : `Omit<${type}, ${hidden.join(' | ')}>`;
  if (computed.length === 0) return `export type ${view.type} = ${base};`;
  const members = computed.map((field) => {
    const text = `${typeText(field.type, file)}${field.isOptional ? ' | null' : ''}`;
    return `${docComment(field.description && sentence(field.description), '  ')}  readonly ${propertyKey(field.name)}: ${text};`;
  });
  return `export type ${view.type} = ${base} & {\n${members.join('\n')}\n};`;
}
