import { camelCase } from './letter-case.ts';

/** Words that cannot be the name of a function or variable in a TypeScript module. */
const reservedWords: ReadonlySet<string> = new Set(
  (
    'abstract any arguments as async await boolean break case catch class const continue debugger declare default delete do ' +
    'else enum eval export extends false finally for from function get if implements import in infer instanceof interface is ' +
    'keyof let module namespace never new null number object of package private protected public readonly require return set ' +
    'static string super switch symbol this throw true try type typeof undefined unique unknown using var void while with yield'
  ).split(' '),
);

/** Contextual words of the list above that are fine as names and too useful to lose. */
const contextualWords: ReadonlySet<string> = new Set(
  'abstract any as async boolean declare from get infer is keyof module namespace number object of readonly require set string symbol type unique unknown using'.split(
    ' ',
  ),
);

/** Global values that generated modules use; a function or variable of that name would hide them. */
const globalValues: ReadonlySet<string> = new Set(
  'console crypto exports fetch global globalThis module process queueMicrotask require setTimeout structuredClone'.split(
    ' ',
  ),
);

/** Global types and classes, and the names generated systems give to their own. */
const takenTypeNames: ReadonlySet<string> = new Set(
  (
    'AbortController AbortSignal ApiEndpoint Array BigInt Boolean Buffer Config Context Date Error Exclude Extract Function ' +
    'HarnessComponent Headers Hono Infinity JSON Map Math NaN NonNullable Number Object Omit Partial Pick Problem Promise ' +
    'Readonly Record RegExp Request Required Response ReturnType Set Store String Symbol SystemExecutionHarness Tables URL ' +
    'URLSearchParams WeakMap WeakSet ' +
    // Type parameters of generated functions that stand beside imported record types.
    'Field Result Sample Value ' +
    // Literals and operators of expressions, in which a path parameter has the name of its entity.
    'False In Null True'
  ).split(' '),
);

/** Property names that every object already has, or that make a value look like something else. */
const takenPropertyNames: ReadonlySet<string> = new Set(
  '__proto__ constructor prototype hasOwnProperty isPrototypeOf propertyIsEnumerable toString toLocaleString valueOf toJSON then'.split(
    ' ',
  ),
);

/** True when a TypeScript module may declare a function or variable of this name. */
export function isSafeVariable(name: string): boolean {
  return (!reservedWords.has(name) || contextualWords.has(name)) && !globalValues.has(name);
}

/** Functions that generated modules import next to those of operations. */
const takenFunctions: ReadonlySet<string> = new Set(
  (
    'addDays addMilliseconds addMonths addMonthsTo average greatest groupBy hasWords hmac inOrder isDeepStrictEqual least parseDay ' +
    'parseInstant parseInteger parseNumber randomText randomUUID refuse refuseField roundTo sha256 sortBy sortByDescending toCents ' +
    'toSlug windowStart'
  ).split(' '),
);

/** True when an operation may have this name: a function of that name can be declared and hides nothing. */
export function isSafeFunction(name: string): boolean {
  return isSafeVariable(name) && !takenFunctions.has(name);
}

/** True when an entity may have this name: its record type hides nothing that generated code needs. */
export function isSafeTypeName(name: string): boolean {
  return !takenTypeNames.has(name);
}

/** True when a field may have this name. Reserved words may: fields are only ever reached as `record.class`. */
export function isSafeProperty(name: string): boolean {
  return !takenPropertyNames.has(name);
}

/** Names that expressions, or the functions generated from operations, give a meaning of their own. */
const takenVariables: ReadonlySet<string> = new Set([
  'input',
  'path',
  'query',
  'now',
  'today',
  'record',
  'tables',
  'answer',
  'config',
]);

/** Words that the expression language (CEL) keeps for itself. */
const expressionWords: ReadonlySet<string> = new Set(
  'as break const constructor continue else false for function if import in let loop namespace null package prototype return true var void while'.split(
    ' ',
  ),
);

/** True when a step may declare a variable of this name. */
export function isFreeVariable(name: string): boolean {
  return isSafeVariable(name) && !takenVariables.has(name) && !expressionWords.has(name);
}

/** The variable that holds a record of an entity: `taskList` for `TaskList`, `classRecord` for `Class`. */
export function variableName(entity: string): string {
  const name = camelCase(entity);
  return isFreeVariable(name) ? name : `${name}Record`;
}

/** The variable that holds a list of records: `taskLists`; `tableRecords` where the plural has a meaning already. */
export function listVariableName(entity: string, plural: string): string {
  const name = camelCase(plural);
  return isFreeVariable(name) ? name : `${camelCase(entity)}Records`;
}
