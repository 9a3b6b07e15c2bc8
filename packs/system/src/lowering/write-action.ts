import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type {
  ActionDocument,
  LongActionDocument,
  OperationDocument,
  StepDocument,
} from '../blueprint/document.ts';
import type { Entity, StateAction } from '../model/entity.ts';
import { isFreeVariable, variableName } from '../naming/identifier.ts';
import { camelCase, capitalise, kebabCase, spaced } from '../naming/letter-case.ts';
import { withArticle } from './standard-operations.ts';
import type { NamedOperation } from './standard-operations.ts';

export interface WrittenAction extends NamedOperation {
  /** An action that does more than its transition is judged like an operation somebody wrote. */
  readonly isPlain: boolean;
  /** Where what stands in the document of the operation is written, from the path of the action on. */
  readonly relocate?: (rest: DocumentPath) => DocumentPath;
}

/** An action of a state machine, in the language of written operations. */
export function writeAction(action: StateAction, entity: Entity, written: ActionDocument): WrittenAction {
  const { name, collection, machine } = entity;
  const variable = variableName(name);
  const field = machine?.field ?? 'status';
  const options: LongActionDocument = typeof written === 'string' ? {} : written;
  const before = stepsBefore(action, entity, variable);
  const own = options.do ?? [];
  return {
    name: `${action.name}${name}`,
    isPlain: isPlainAction(written),
    ...(typeof written === 'string'
      ? {}
      : { relocate: (rest) => placeOf(rest, before.length, own.length, options) }),
    document: {
      summary: options.summary ?? `${capitalise(spaced(action.name))} ${withArticle(spaced(name))}`,
      http: options.http ?? `POST /${collection}/{${camelCase(name)}}/${kebabCase(action.name)}`,
      do: [
        ...before,
        ...own,
        { update: variable, set: { ...options.set, [field]: stateValue(action.to, variable) } },
      ],
      ...sharedOptions(options),
    },
  };
}

/** What an action says in the words of an operation. */
function sharedOptions({
  input,
  path,
  query,
  headers,
  answer,
  access,
  rate,
  idempotent,
}: LongActionDocument): SharedOptions {
  return {
    ...(input === undefined ? {} : { input }),
    ...(path === undefined ? {} : { path }),
    ...(query === undefined ? {} : { query }),
    ...(headers === undefined ? {} : { headers }),
    ...(answer === undefined ? {} : { answer }),
    ...(access === undefined ? {} : { access }),
    ...(rate === undefined ? {} : { rate }),
    ...(idempotent === undefined ? {} : { idempotent }),
  };
}

type SharedOptions = Pick<
  OperationDocument,
  'input' | 'path' | 'query' | 'headers' | 'answer' | 'access' | 'rate' | 'idempotent'
>;

const plainKeys: ReadonlySet<string> = new Set(['transition', 'from', 'to', 'summary', 'access', 'rate']);

/** Whether an action does nothing but lead from a state to another. */
export function isPlainAction(written: ActionDocument): boolean {
  return typeof written === 'string' || Object.keys(written).every((key) => plainKeys.has(key));
}

function stepsBefore(action: StateAction, { name, machine }: Entity, variable: string): StepDocument[] {
  const isFromAny = machine?.states.every((state) => action.from.includes(state)) ?? false;
  const load = { load: `${name} as ${variable}` };
  if (isFromAny) return [load];
  return [
    load,
    {
      require: stateCondition(`${variable}.${machine?.field ?? 'status'}`, action.from),
      else: `409 illegal_transition: Only ${withArticle(spaced(name))} that is ${joinOr(action.from)} can do this`,
    },
  ];
}

/** Steps of the action stand under its `do`, what the last one sets under its `set`. */
function placeOf(
  rest: DocumentPath,
  before: number,
  count: number,
  { set }: LongActionDocument,
): DocumentPath {
  const [part, index, ...inside] = rest;
  if (part !== 'do' || typeof index !== 'number') return rest;
  const own = index - before;
  if (own >= 0 && own < count) return ['do', own, ...inside];
  const [key, field] = inside;
  const isSet = key === 'set' && typeof field === 'string' && set?.[field] !== undefined;
  return isSet ? inside : [];
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

function joinOr(states: readonly string[]): string {
  const quoted = states.map((state) => state.replaceAll(/\s+/g, ' '));
  return quoted.length < 2 ? (quoted[0] ?? '') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}
