import type { Field } from '../../../model/field.ts';
import type { SystemModel } from '../../../model/system.ts';
import { withArticle } from '../../../acceptance/samples/with-article.ts';
import { spaced } from '../../../naming/letter-case.ts';
import { docComment, sentence } from '../../code/comment.ts';
import { literal, propertyKey } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { EntityPlan } from '../../plan/entity-plan.ts';
import type { OperationPlan } from '../../plan/operation-plan.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { absence, valueSchema } from './field-schema.ts';
import { recordFieldType } from './field-type.ts';

/** `src/domain/<entity>.ts`: the record type and the schemas of what the operations take. */
export function renderEntityFile(plan: EntityPlan, system: SystemPlan): SourceFile {
  const file = new SourceFile(plan.file);
  for (const { constant, type, values, file: declaring } of plan.enums.values()) {
    if (declaring !== plan.file) continue;
    file.add(
      `export const ${constant} = ${literal(values)} as const;\nexport type ${type} = (typeof ${constant})[number];`,
    );
  }
  if (plan !== system.service) file.add(renderRecord(plan, file, system.model));
  const inputs = system.operationsOf(plan.entity.name).filter(({ input }) => input !== undefined);
  const shared = sharedFields(inputs);
  file.add(renderSharedFields(shared, plan, file));
  for (const operation of inputs) file.add(renderInput(operation, shared, file));
  return file;
}

function renderRecord({ entity, type, ...plan }: EntityPlan, file: SourceFile, model: SystemModel): string {
  const members = entity.fields.map((field) => {
    const text = recordFieldType(field, file, { entity, type, ...plan });
    return `${docComment(fieldComment(field, model), '  ')}  readonly ${propertyKey(field.name)}: ${text};`;
  });
  return `${docComment(entity.description && sentence(entity.description))}export interface ${type} {\n${members.join('\n')}\n}`;
}

function fieldComment({ description, type }: Field, model: SystemModel): string | undefined {
  if (description !== undefined) return sentence(description);
  const item = type.kind === 'list' ? type.of : type;
  if (item.kind !== 'reference') return undefined;
  const target = model.entities.find(({ name }) => name === item.entity);
  return type.kind === 'list'
    ? `Ids of ${spaced(target?.plural ?? item.entity)}.`
    : `Id of ${withArticle(item.entity)}.`;
}

/** Fields that more than one operation takes, and always with the same type. */
function sharedFields(operations: readonly OperationPlan[]): ReadonlyMap<string, Field> {
  const all = operations.flatMap(({ operation }) => (operation.isListInput ? [] : operation.input));
  const groups = Map.groupBy(all, ({ name }) => name);
  const shared = [...groups.values()].filter(
    (fields) => fields.length > 1 && new Set(fields.map(valueKey)).size === 1,
  );
  return new Map(shared.flatMap(([field]) => (field === undefined ? [] : [[field.name, field]])));
}

function valueKey({ type, isOptional }: Field): string {
  return JSON.stringify([type, isOptional]);
}

function renderSharedFields(shared: ReadonlyMap<string, Field>, owner: EntityPlan, file: SourceFile): string {
  if (shared.size === 0) return '';
  const members = [...shared.values()].map(
    (field) => `  ${propertyKey(field.name)}: ${valueSchema(field, { file, owner })},`,
  );
  return `const fields = {\n${members.join('\n')}\n};`;
}

function renderInput(
  { operation, input, owner }: OperationPlan,
  shared: ReadonlyMap<string, Field>,
  file: SourceFile,
): string {
  const members = operation.input.map((field) => {
    const value = shared.has(field.name) ? `fields.${field.name}` : valueSchema(field, { file, owner });
    return `  ${propertyKey(field.name)}: ${value}${absence(field, operation.isPartial)},`;
  });
  const z = file.imports.value('zod', 'z');
  const [list] = operation.input;
  if (operation.isListInput === true && list !== undefined) {
    const schema = valueSchema(list, { file, owner });
    return `export const ${input?.schema} = ${schema};\nexport type ${input?.type} = ${z}.output<typeof ${input?.schema}>;`;
  }
  return `export const ${input?.schema} = ${z}.strictObject({\n${members.join('\n')}\n});\nexport type ${input?.type} = z.output<typeof ${input?.schema}>;`;
}
