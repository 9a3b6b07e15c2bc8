import type { OperationDocument } from '../blueprint/document.ts';
import type { Entity } from '../model/entity.ts';
import { listVariableName, variableName } from '../naming/identifier.ts';
import { camelCase, spaced } from '../naming/letter-case.ts';

export type StandardOperation = 'create' | 'list' | 'read' | 'update' | 'delete' | 'replace' | 'restore';

/** Those that every entity has unless it says otherwise. */
export const usualOperations: readonly StandardOperation[] = ['create', 'list', 'read', 'update', 'delete'];

export const standardOperations: readonly StandardOperation[] = [...usualOperations, 'replace', 'restore'];

/** An operation as somebody could have written it. */
export interface NamedOperation {
  readonly name: string;
  readonly document: OperationDocument;
}

/** `createTask`, `listTasks`, … */
function standardOperationName(kind: StandardOperation, entity: Entity): string {
  return `${kind}${kind === 'list' ? entity.plural : entity.name}`;
}

/** A standard operation, in the language of written ones. */
export function writeStandardOperation(
  kind: StandardOperation,
  entity: Entity,
  envelope?: 'total' | 'cursor',
): NamedOperation {
  const { name, collection } = entity;
  const variable = variableName(name);
  const one = `/${collection}/{${camelCase(name)}}`;
  const load = { load: `${name} as ${variable}` };
  const thing = withArticle(spaced(name));
  const documents: Readonly<Record<StandardOperation, OperationDocument>> = {
    create: {
      summary: `Create ${thing}`,
      http: `POST /${collection}`,
      input: name,
      do: [{ create: `${name} as ${variable}`, from: 'input' }],
    },
    list: {
      summary: `List ${spaced(entity.plural)}`,
      http: `GET /${collection}`,
      do: [{ list: `${name} as ${listVariableName(name, entity.plural)}` }],
      ...(envelope === undefined
        ? {}
        : { answer: envelopes[envelope](listVariableName(name, entity.plural)) }),
    },
    read: { summary: `Read ${thing}`, http: `GET ${one}`, do: [load] },
    update: {
      summary: `Update ${thing}`,
      http: `PATCH ${one}`,
      input: name,
      do: [load, { update: variable, from: 'input' }],
    },
    replace: {
      summary: `Replace ${thing}`,
      http: `PUT ${one}`,
      input: name,
      do: [load, { update: variable, from: 'input' }],
    },
    delete: { summary: `Delete ${thing}`, http: `DELETE ${one}`, do: [load, { delete: variable }] },
    restore: {
      summary: `Bring back ${thing} that was deleted`,
      http: `POST ${one}/restore`,
      do: [{ ...load, deleted: true }, { restore: variable }],
      answer: { status: 200, body: variable },
    },
  };
  return { name: standardOperationName(kind, entity), document: documents[kind] };
}

/** A page in an object that tells where it lies among all, or where the next one begins. */
export const envelopes = {
  total: (list: string) => ({
    body: { items: list, total: `total(${list})`, limit: 'query.limit', offset: 'query.offset' },
    headers: { 'X-Total-Count': `total(${list})` },
  }),
  cursor: (list: string) => ({
    body: { items: list, nextCursor: `nextCursor(${list})` },
    headers: { 'X-Total-Count': `total(${list})` },
  }),
} as const;

/** `an order`. */
export function withArticle(noun: string): string {
  return `${/^([aeio]|u(?!ni|s|t|r))/.test(noun) ? 'an' : 'a'} ${noun}`;
}
