import { printFileNotation } from '../blueprint/file-notation.ts';
import type { OperationDocument } from '../blueprint/document.ts';
import type { Entity } from '../model/entity.ts';
import type { Field } from '../model/field.ts';
import { variableName } from '../naming/identifier.ts';
import { camelCase, capitalise, kebabCase, spaced } from '../naming/letter-case.ts';
import type { NamedOperation } from './standard-operations.ts';

/** By whom the files of an entity are changed and read; undefined where by nobody. */
export interface FileUse {
  readonly change: Guarded | undefined;
  readonly read: Guarded | undefined;
}

interface Guarded {
  readonly access: OperationDocument['access'] | undefined;
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
    ...guarded(upload, use.change),
    ...guarded(download, use.read),
    ...(file.isRemovable ? guarded(remove, use.change) : []),
  ];
}

function guarded({ name, document }: NamedOperation, by: Guarded | undefined): readonly NamedOperation[] {
  if (by === undefined) return [];
  const { access } = by;
  return [{ name, document: { ...document, ...(access === undefined ? {} : { access }) } }];
}
