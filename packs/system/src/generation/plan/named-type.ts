import type { FieldType } from '../../model/field.ts';
import { camelCase, kebabCase } from '../../naming/letter-case.ts';
import { plural } from '../../naming/plural.ts';
import { harnessNames } from './harness-names.ts';
import { ownTypes } from './own-types.ts';

/** A type that has a name in the blueprint. */
export type NamedType = Extract<FieldType, { kind: 'object' | 'enum' }> & { readonly name: string };

export function isNamed(type: FieldType): type is NamedType {
  return (type.kind === 'object' || type.kind === 'enum') && type.name !== undefined;
}

/** Its name in TypeScript and OpenAPI, where inputs of operations are called `…Input`. */
export function typeName({ name }: NamedType): string {
  const isTaken = ownTypes.includes(name) || harnessNames.includes(name) || name.endsWith('Input');
  return isTaken ? `${name}Value` : name;
}

export function typeFile({ name }: NamedType): string {
  return `src/domain/types/${kebabCase(name)}.ts`;
}

/** `priorities`: the constant that lists the values of an enum. */
export function valuesConstant(type: NamedType): string {
  return camelCase(plural(typeName(type)));
}

/** `addressSchema`: the constant that holds the schema of an object. */
export function schemaConstant(type: NamedType): string {
  return `${camelCase(typeName(type))}Schema`;
}
