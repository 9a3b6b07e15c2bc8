/** What people call a key elsewhere. A key counts only where it means something, so one list serves every place. */
const synonyms: Readonly<Record<string, string>> = {
  // The document.
  entities: 'models model tables schemas resources types collections records objects domain',
  operations: 'endpoints routes paths actions api services commands usecases functions',
  storage: 'database db persistence store datastore',
  interfaces: 'server http port api rest',
  millwright: 'version',
  title: 'label displayName',
  description: 'summary doc docs comment about',
  // Entities.
  fields: 'attributes properties columns props members schema attrs',
  unique: 'indexes indices index constraints uniqueKeys uniqueness uniqueTogether',
  states: 'stateMachine workflow lifecycle status statuses state machine',
  to: 'target into then result end next',
  transition: 'arrow change move edge states',
  sort: 'orderBy order defaultSort sortBy ordering sorted',
  filters: 'filterable filterBy searchable',
  plural: 'pluralName collection tableName table',
  values: 'states statuses enum options',
  actions: 'transitions events moves edges',
  field: 'column property attribute',
  // Operations.
  http: 'method path route url endpoint verb uri',
  input: 'body request params parameters requestBody payload args arguments fields',
  query: 'queryParams queryParameters search queryString',
  headers: 'header requestHeaders',
  do: 'steps logic handler run body script execute flow then actions',
  answer: 'response responses returns output result respond reply return',
  summary: 'description title name doc comment',
  access: 'auth authorization roles role permissions authorize allow security guard who',
  rate: 'rateLimit throttle limit',
  signature: 'hmac signed verifySignature webhookSignature verifies',
  secret: 'sharedSecret signingSecret hmacSecret',
  scheme: 'algorithm format',
  tolerance: 'maxAge window leeway',
  idempotent: 'idempotency idempotencyKey',
  prefix: 'basePath path base root',
  port: 'listen',
  status: 'code statusCode httpStatus',
  body: 'data json content return value payload response fields',
  // Steps, by their first word.
  load: 'get find fetch read select findById findOne lookup retrieve',
  list: 'query findMany findAll search all getAll selectAll',
  count: 'countBy tally exists',
  require: 'check assert ensure validate guard when expect verify if unless reject fail throw condition',
  compute: 'let var const assign calculate define variable eval',
  create: 'insert add save new store make',
  update: 'set change modify patch edit put transition',
  upsert: 'createOrUpdate insertOrUpdate merge replace',
  increment: 'decrement adjust inc dec plus minus',
  delete: 'remove destroy drop erase',
  emit: 'publish dispatch event notify trigger raise announce',
  each: 'foreach forEach loop for map',
  // Parts of steps.
  by: 'id key where match on using filter with amount delta value',
  where: 'filter condition if when matching match having',
  set: 'with data values fields value properties body assign changes input',
  key: 'match by on where unique id',
  value: 'expression expr as is to formula from',
  else: 'error otherwise orElse message fail status code on_error onError throw elseError',
  from: 'form source input copy',
  type: 'ref $ref reference references kind dataType datatype',
  // Scenarios.
  request: 'method call http',
  expect: 'response then assert status expects',
  save: 'as store capture extract',
};

const here: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(synonyms).map(([own, foreign]) => [own, new Set(foreign.toLowerCase().split(' '))]),
);

/** The key among `known` that somebody who writes `key` means. */
export function keyHere(key: string, known: Iterable<string>): string | undefined {
  const name = key.toLowerCase();
  return [...known].find((own) => here.get(own)?.has(name) === true);
}

/** Keys that are said in another way here, by a key that tells the place. */
const otherwise: readonly {
  readonly at: readonly string[];
  readonly keys: RegExp;
  readonly suggestion: string;
}[] = [
  {
    at: ['type', 'description'],
    keys: /^(required|mandatory)$/i,
    suggestion: 'Leave it out: a field is required unless `?` follows its type.',
  },
  {
    at: ['type', 'description'],
    keys: /^(optional|nullable)$/i,
    suggestion: 'Leave it out, and write `?` after the type: `type: text?`.',
  },
  {
    at: ['type', 'description'],
    keys: /^(defaultValue|initial|initialValue)$/i,
    suggestion:
      'Write it in the type: `type: text = value`, or as an expression: `default: record.price * 2`.',
  },
  {
    at: ['type', 'description'],
    keys: /^(min|max|minimum|maximum|minLength|maxLength|length|size|range|minItems|maxItems)$/i,
    suggestion: 'Write a range in the type: `type: text 1..80`, `type: integer 0..`.',
  },
  {
    at: ['type', 'description'],
    keys: /^(enum|values|options|oneOf|choices)$/i,
    suggestion: 'Write the values as the type: `type: low | medium | high`.',
  },
  {
    at: ['type', 'description'],
    keys: /^unique$/i,
    suggestion: 'Write it in the type: `type: email unique`.',
  },
  {
    at: ['type', 'description'],
    keys: /^(pattern|regex|format|match)$/i,
    suggestion: 'Write it in the type: `type: text /[A-Z]{2}/`, `type: email`.',
  },
  {
    at: ['type', 'description'],
    keys: /^(ref|\$ref|references?|entity|model|target)$/i,
    suggestion: 'A reference is the name of the entity as the type: `author: Author`.',
  },
  {
    at: ['type', 'description'],
    keys: /^(items|array|list|many)$/i,
    suggestion: 'A list has `[]` after the type of its items: `type: text[]`.',
  },
  {
    at: ['type', 'description'],
    keys: /^(onDelete|cascade)$/i,
    suggestion: 'Write it in the type: `type: Author on delete cascade`.',
  },
  {
    at: ['fields', 'versions'],
    keys: /^(history|audit(Log|Trail|ed)?|revisions?|versioned|versioning|keepHistory)$/i,
    suggestion: 'Earlier versions are kept with `versions: { history: true }`.',
  },
  {
    at: ['ifMatch', 'history'],
    keys: /^(keep|kept|keepAll|audit|revisions?|all)$/i,
    suggestion: 'Write `history: true`.',
  },
  {
    at: ['fields', 'states'],
    keys: /^(relations?|relationships?|references|belongsTo|hasMany|hasOne|associations?|foreignKeys?)$/i,
    suggestion:
      'A relation is a field: `author: Author`. The other side is found with a `list` and its `where`.',
  },
  {
    at: ['fields', 'states'],
    keys: /^(timestamps|createdAt|updatedAt|id|primaryKey|key)$/i,
    suggestion: 'Leave it out: every record has `id`, `createdAt` and `updatedAt`.',
  },
  {
    at: ['fields', 'api'],
    keys: /^(endpoints|routes|crud|operations|methods)$/i,
    suggestion:
      'Choose standard operations with `api: [create, list, read]`; others stand under `operations`.',
  },
  {
    at: ['values', 'actions'],
    keys: /^(initial|initialState|start|default)$/i,
    suggestion: 'Leave it out: a new record is in the first of `values`.',
  },
  {
    at: ['load', 'require'],
    keys: /^(return|respond|answer|response)$/i,
    suggestion:
      'The answer stands beside `do`, not among its steps: `answer: 201`, `answer: { body: order }`.',
  },
  {
    at: ['load', 'require'],
    keys: /^(if|when|unless|throw|fail|reject|error|raise|guard|check|assert)$/i,
    suggestion: 'Write `- require: <what must hold>` with `else: 409 code`.',
  },
  {
    at: ['load', 'by'],
    keys: /^(as|into|name|var|variable|result)$/i,
    suggestion: 'Name the variable behind the entity: `load: Shift as shift`.',
  },
  {
    at: ['transition', 'do'],
    keys: /^(guards?|if|when|unless|where|require|check|condition|validate)$/i,
    suggestion: 'A guard is a step: `do: [{ require: <what must hold>, else: 409 code }]`.',
  },
  {
    at: ['transition', 'do'],
    keys: /^(update|changes?|sets|fields|effects?)$/i,
    suggestion: 'Fields that change with the state stand under `set`.',
  },
  {
    at: ['http', 'do'],
    keys: /^(method|path|route|url|endpoint|verb)$/i,
    suggestion: 'Write method and path as one: `http: POST /shifts/{shift}/places`.',
  },
  {
    at: ['entities', 'interfaces'],
    keys: /^(port|http|server|prefix|basePath)$/i,
    suggestion: 'Write `interfaces: { http: { port: 8080, prefix: /api } }`.',
  },
];

/** What to write instead of a key that is unknown where `names` are known: all of them, and those not used yet. */
export function suggestKey(
  key: string,
  names: readonly string[],
  unused: readonly string[],
): string | undefined {
  const said = otherwise.find(({ at, keys }) => at.every((name) => names.includes(name)) && keys.test(key));
  if (said !== undefined) return said.suggestion;
  const own = keyHere(key, unused);
  return own === undefined ? undefined : `Did you mean \`${own}\`?`;
}
