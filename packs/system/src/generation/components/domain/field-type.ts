import type { Field, FieldType } from '../../../model/field.ts';
import { literal, propertyKey } from '../../code/literal.ts';
import type { SourceFile } from '../../code/source-file.ts';
import type { EntityPlan } from '../../plan/entity-plan.ts';
import { isNamed, typeFile, typeName } from '../../plan/named-type.ts';
import { valuesFile } from './values-file.ts';

/** The TypeScript type of a field of a record, as it is stored and answered. */
export function recordFieldType(field: Field, file: SourceFile, plan: EntityPlan): string {
  const declared = plan.enums.get(field.name);
  const isOwn = declared !== undefined && declared.file === plan.file && file.path === plan.file;
  const type = isOwn ? enumType(field.type, declared.type) : typeText(field.type, file);
  return field.isOptional ? `${type} | null` : type;
}

function enumType(type: FieldType, name: string): string {
  return type.kind === 'list' ? `readonly ${name}[]` : name;
}

/** The TypeScript type of a value. */
export function typeText(type: FieldType, file: SourceFile): string {
  if (isNamed(type)) return file.imports.type(typeFile(type), typeName(type));
  switch (type.kind) {
    case 'integer':
    case 'number':
    case 'money':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'enum':
      return type.values.map(literal).join(' | ');
    case 'list':
      return `readonly ${parenthesised(typeText(type.of, file))}[]`;
    case 'object':
      return objectType(type.fields, file);
    case 'json':
      return file.imports.type(valuesFile, 'JsonValue');
    default:
      return 'string';
  }
}

function objectType(fields: readonly Field[], file: SourceFile): string {
  const members = fields.map(({ name, type, isOptional }) => {
    const text = typeText(type, file);
    return `readonly ${propertyKey(name)}: ${isOptional ? `${text} | null` : text};`;
  });
  return `{ ${members.join(' ')} }`;
}

function parenthesised(type: string): string {
  return /^[A-Za-z]+$/.test(type) ? type : `(${type})`;
}
