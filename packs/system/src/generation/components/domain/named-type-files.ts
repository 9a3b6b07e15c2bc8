import type { Field } from '../../../model/field.ts';
import type { SystemModel } from '../../../model/system.ts';
import { docComment, sentence } from '../../code/comment.ts';
import { literal, propertyKey } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import { schemaConstant, typeFile, typeName, valuesConstant } from '../../plan/named-type.ts';
import { type TypeInUse, typesInUse } from '../../plan/types-in-use.ts';
import { absence, valueSchema } from './field-schema.ts';
import { typeText } from './field-type.ts';

/** `src/domain/types/<name>.ts` for each type of the blueprint that something uses. */
export function renderNamedTypeFiles(model: SystemModel): SourceFile[] {
  const hasFeeds = (model.feeds ?? []).length > 0;
  return typesInUse(model).map((type) => renderNamedType(type, hasFeeds));
}

/** @param isJson whether values must be known to be JSON, as no interface is: others may add to it. */
function renderNamedType({ type, isKept, isTaken }: TypeInUse, isJson: boolean): SourceFile {
  const file = new SourceFile(typeFile(type));
  const name = typeName(type);
  if (type.kind === 'enum') {
    const constant = valuesConstant(type);
    return file.add(
      `export const ${constant} = ${literal(type.values)} as const;\nexport type ${name} = (typeof ${constant})[number];`,
    );
  }
  if (isKept) {
    const members = type.fields.map((field) => memberType(field, file));
    const body = `{\n${members.join('\n')}\n}`;
    file.add(isJson ? `export type ${name} = ${body};` : `export interface ${name} ${body}`);
  }
  return isTaken ? file.add(renderSchema(schemaConstant(type), type.fields, file)) : file;
}

function memberType({ name, type, isOptional, description }: Field, file: SourceFile): string {
  const text = typeText(type, file);
  return `${docComment(description && sentence(description), '  ')}  readonly ${propertyKey(name)}: ${isOptional ? `${text} | null` : text};`;
}

function renderSchema(constant: string, fields: readonly Field[], file: SourceFile): string {
  const members = fields.map(
    (field) => `  ${propertyKey(field.name)}: ${valueSchema(field, { file })}${absence(field, false)},`,
  );
  return `export const ${constant} = ${file.imports.value('zod', 'z')}.strictObject({\n${members.join('\n')}\n});`;
}
