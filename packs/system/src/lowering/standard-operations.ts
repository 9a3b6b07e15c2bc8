import type { OperationDocument } from '../blueprint/document.ts';
import type { Entity, StateAction } from '../model/entity.ts';
import { isFreeVariable, listVariableName, variableName } from '../naming/identifier.ts';
import { camelCase, capitalise, kebabCase, spaced } from '../naming/letter-case.ts';

export type StandardOperation = 'create' | 'list' | 'read' | 'update' | 'delete';

export const standardOperations: readonly StandardOperation[] = [
  'create',
  'list',
  'read',
  'update',
  'delete',
];

/** An operation as somebody could have written it. */
export interface NamedOperation {
  readonly name: string;
  readonly document: OperationDocument;
}

/** `createTask`, `listTasks`, … */
function standardOperationName(kind: StandardOperation, entity: Entity): string {
  return `${kind}${kind === 'list' ? entity.plural : entity.name}`;
}

/** `completeTask`. */
function actionOperationName(action: StateAction, entity: Entity): string {
  return `${action.name}${entity.name}`;
}

/** A standard operation, in the language of written ones. */
export function writeStandardOperation(
  kind: StandardOperation,
  entity: Entity,
  isEnveloped = false,
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
      ...(isEnveloped ? { answer: envelope(listVariableName(name, entity.plural)) } : {}),
    },
    read: { summary: `Read ${thing}`, http: `GET ${one}`, do: [load] },
    update: {
      summary: `Update ${thing}`,
      http: `PATCH ${one}`,
      input: name,
      do: [load, { update: variable, from: 'input' }],
    },
    delete: { summary: `Delete ${thing}`, http: `DELETE ${one}`, do: [load, { delete: variable }] },
  };
  return { name: standardOperationName(kind, entity), document: documents[kind] };
}

/** A page in an object that tells where it lies among all. */
function envelope(list: string): OperationDocument['answer'] {
  const total = `total(${list})`;
  return {
    body: { items: list, total, limit: 'query.limit', offset: 'query.offset' },
    headers: { 'X-Total-Count': total },
  };
}

/** An action of a state machine, in the language of written operations. */
export function writeAction(action: StateAction, entity: Entity): NamedOperation {
  const { name, collection, machine } = entity;
  const variable = variableName(name);
  const field = machine?.field ?? 'status';
  const isFromAny = machine?.states.every((state) => action.from.includes(state)) ?? false;
  return {
    name: actionOperationName(action, entity),
    document: {
      summary: `${capitalise(spaced(action.name))} ${withArticle(spaced(name))}`,
      http: `POST /${collection}/{${camelCase(name)}}/${kebabCase(action.name)}`,
      do: [
        { load: `${name} as ${variable}` },
        ...(isFromAny
          ? []
          : [
              {
                require: stateCondition(`${variable}.${field}`, action.from),
                else: `409 illegal_transition: Only ${withArticle(spaced(name))} that is ${joinOr(action.from)} can do this`,
              },
            ]),
        { update: variable, set: { [field]: stateValue(action.to, variable) } },
      ],
    },
  };
}

function stateCondition(value: string, states: readonly string[]): string {
  const [first = ''] = states;
  return states.length === 1
    ? `${value} == ${celText(first)}`
    : `${value} in [${states.map(celText).join(', ')}]`;
}

/** A state is written bare unless it could be taken for something else. */
function stateValue(state: string, variable: string): string {
  return /^[a-z]\w*$/.test(state) && isFreeVariable(state) && state !== variable ? state : celText(state);
}

/** A text literal of CEL. */
function celText(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `'${escaped}'`;
}

function withArticle(noun: string): string {
  return `${/^([aeio]|u(?!ni|s|t|r))/.test(noun) ? 'an' : 'a'} ${noun}`;
}

function joinOr(states: readonly string[]): string {
  const quoted = states.map((state) => state.replaceAll(/\s+/g, ' '));
  return quoted.length < 2 ? (quoted[0] ?? '') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}
