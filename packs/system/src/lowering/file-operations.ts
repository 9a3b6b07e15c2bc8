import { printFileNotation } from '../blueprint/file-notation.ts';
import type { Entity } from '../model/entity.ts';
import type { Field } from '../model/field.ts';
import { variableName } from '../naming/identifier.ts';
import { camelCase, capitalise, kebabCase, spaced } from '../naming/letter-case.ts';
import type { NamedOperation } from './standard-operations.ts';

/** What may be done with the files of an entity. */
export interface FileUse {
  readonly isWritten: boolean;
  readonly isRead: boolean;
}

/** For each file of an entity the operations that take it, give it and take it away, in the language of written ones. */
export function writeFileOperations(entity: Entity, use: FileUse): readonly NamedOperation[] {
  return entity.fields.flatMap((field) => operationsOf(entity, field, use));
}

function operationsOf(entity: Entity, { name, file }: Field, use: FileUse): readonly NamedOperation[] {
  if (file === undefined) return [];
  const variable = variableName(entity.name);
  const path = `/${entity.collection}/{${camelCase(entity.name)}}/${kebabCase(name)}`;
  const stem = `${entity.name}${capitalise(name)}`;
  const what = `the ${spaced(name)} of a ${spaced(entity.name)}`;
  const load = { load: `${entity.name} as ${variable}` };
  const exists = {
    require: `${variable}.${name} != null`,
    else: `404 not_found: There is no ${spaced(name)}`,
  };
  const upload: NamedOperation = {
    name: `upload${stem}`,
    document: {
      summary: `Upload ${what}`,
      http: `PUT ${path}`,
      upload: printFileNotation(file.limits),
      do: [load, { update: variable, set: { [name]: 'input' } }],
    },
  };
  const download: NamedOperation = {
    name: `download${stem}`,
    document: {
      summary: `Download ${what}`,
      http: `GET ${path}`,
      do: [load, exists],
      answer: { file: `${variable}.${name}` },
    },
  };
  const remove: NamedOperation = {
    name: `remove${stem}`,
    document: {
      summary: `Remove ${what}`,
      http: `DELETE ${path}`,
      do: [load, exists, { update: variable, set: { [name]: null } }],
      answer: 204,
    },
  };
  return [
    ...(use.isWritten ? [upload] : []),
    ...(use.isRead ? [download] : []),
    ...(use.isWritten && file.isRemovable ? [remove] : []),
  ];
}
