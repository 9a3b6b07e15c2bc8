import type { Span } from '../../../requirements/requirements.ts';
import type { Token } from '../../text/tokens.ts';
import { wordSet } from '../../words/word-list.ts';
import { spanOf } from '../constraint.ts';
import { type Captures, numberOf, type Pattern, pattern } from '../pattern.ts';
import type { Proposal } from '../proposal.ts';

/**
 * An aspect is said in passing, anywhere in a sentence: where data is kept, the port, the path. Its words are taken out
 * before the sentence forms see the rest.
 */
export interface AspectForm {
  readonly name: string;
  readonly means: string;
  readonly examples: readonly string[];
  readonly patterns: readonly Pattern[];
  read(captures: Captures, span: Span, tokens: readonly Token[]): Proposal | undefined;
}

const patterns = (...sources: readonly string[]): readonly Pattern[] => sources.map(pattern);

const PRODUCTS =
  'mysql|mariadb|mongodb|mongo|oracle|dynamodb|firebase|firestore|cassandra|couchdb|neo4j|mssql|supabase';

export const ASPECT_FORMS: readonly AspectForm[] = [
  {
    name: 'port',
    means: 'The port the system listens on.',
    examples: [
      'Expose REST endpoints on port 8080',
      'Port: 9000',
      'listen on 9000',
      'It should run at localhost:3000',
    ],
    patterns: patterns(
      'listen|listens|listening|run|runs|running|serve|served|exposed|reachable|available? on|at|to|via|using|over|through? the|a? tcp|http? port number|no? is|=|:|of? <port#>',
      'listen|listens|listening on|at|to <port#>',
      'localhost : <port#>',
      'runs|run|running|available|reachable on|at : <port#>',
      'port should|must be <port#>',
    ),
    read: (captures, span) => {
      const port = numberOf(captures['port'] ?? []);
      const isPort = port !== undefined && Number.isInteger(port);
      return isPort ? { kind: 'port', port, span } : undefined;
    },
  },
  {
    name: 'path prefix',
    means: 'The path before all addresses of the API.',
    examples: ['All paths are under /api', 'prefix /api/v1', 'Base path: /api'],
    patterns: patterns(
      'all? the? urls|routes|paths|endpoints|addresses|it? should|must? is|are|be|live|lives|start|starts|begin|begins|mounted|served|available|reachable? under|below|with|prefixed_with the? prefix|path|base_path|url_prefix|path_prefix? is|:|=|of? / <first>',
      'prefix|base_path|url_prefix|path_prefix|base_url|prefixed|root_path with|by|is|:|=|of? / <first>',
    ),
    read: (_captures, span) => ({ kind: 'prefix', prefix: '', span }),
  },
  {
    name: 'storage in memory',
    means: 'Records are lost when the system stops.',
    examples: [
      'Store data in memory for simplicity',
      'Use in-memory storage',
      'No database needed',
      'Data need not survive a restart',
    ],
    patterns: patterns(
      'data|everything|it|records lives|live|stays|stay|sits|sit|remains|remain in|in_the memory|ram only?',
      'in memory database|storage|store|only?',
      'in-memory database|storage|store|data?',
      'in ram',
      'no|without|without_a|without_any database|db needed|required|necessary?',
      'do|does not need|require|use a|any database',
      'need|needs not|not_to survive a|any? restart|restarts',
      'not be|need|have? persisted|persistent',
      'no persistence needed|required?',
      'memory storage|store|only',
      'storage :|is|= memory',
      'lost on|after|at|when restart|restarts|stopped',
      'not survive restarts|restart|a_restart',
    ),
    read: (_captures, span) => ({ kind: 'storage', storage: 'memory', span }),
  },
  {
    name: 'storage in PostgreSQL',
    means: 'Records are kept in a PostgreSQL database.',
    examples: ['Use PostgreSQL as the database', 'Store everything in Postgres'],
    patterns: patterns(
      'in|into|with|on|to|using|use? a|an|the? postgres|postgresql|postgre_sql database|db|server|instance?',
    ),
    read: (_captures, span) => ({ kind: 'storage', storage: 'postgresql', span }),
  },
  {
    name: 'storage in another database',
    means: 'Databases that are not built yet: the records are kept in SQLite instead.',
    examples: ['Use MySQL as the database', 'Store everything in MongoDB'],
    patterns: patterns(
      `in|into|with|on? a|an|the? p=${PRODUCTS} database|db|server|instance?`,
      'p=sql_server',
    ),
    read: (captures, span) => ({
      kind: 'storage',
      storage: 'sqlite',
      span,
      product: captures['p']?.map((token) => token.text).join(' ') ?? '',
    }),
  },
  {
    name: 'storage in SQLite',
    means: 'Records are kept in a file.',
    examples: [
      'Store everything in SQLite',
      'Data must survive restarts',
      'Keep the data in a database',
      'The data should be persistent',
    ],
    patterns: patterns(
      'in|into|with|on|to|using? a|an|the? local|simple|embedded|file-based? sqlite|sqlite3 database|db|file|storage?',
      'survive|survives|surviving a|any|the|all|each|every? server|system|process|power? restart|restarts|reboot|reboots|crash|crashes|cut|cuts|failure',
      'after|across|between|over|through a|any|the|each|every? server|system|service|power|machine? restart|restarts|restarted|restarting|reboot|reboots|rebooting|crash|crashes|cut|cuts|outage|outages|failure the|a? server|system|service|machine?',
      'after|when|if|once|even_if|even_when it|the_server|the_system|the_service|the_app|the_machine|the_computer|the_power was|is|has_been|gets|goes restarted|rebooted|switched_off|turned_off|shut_down|down|out|off|cut',
      'after|when|if|once|even_if|even_when the_server|the_system|the_service|the_app|the_machine|the_computer|the_power|electricity fails|crashes|restarts|reboots',
      'in|into|with|to|using|use a|an|the? real|proper|small|simple|local|relational|sql|embedded|file? database|db',
      'nothing|no_data|no_records gets|is|be|may_be|must_be|can_be? lost',
      'on|to the? hard? disk|disc',
      'in|into|to a|the? file on? disk?',
      'persist|persisted|persistent|persistently|persistence|persists|durable|durably|permanently',
      'never|not|without be|get|gets|being|getting|losing|lose|any? lost|data',
      'storage|database :|is|= a? database|db|file|disk',
    ),
    read: (_captures, span, tokens) => ({
      kind: 'storage',
      storage: 'sqlite',
      span,
      isGeneral: !tokens.some((token) => token.lower.startsWith('sqlite')),
    }),
  },
];

const HTTP_WORDS = wordSet(
  'rest restful api apis http https json endpoint endpoints crud web-service url urls openapi swagger',
);

export interface AspectReading {
  readonly found: readonly { readonly rule: string; readonly proposal: Proposal; readonly span: Span }[];
  readonly rest: readonly Token[];
}

/** Finds the aspects in a sentence and returns what is left of it. */
export function readAspects(tokens: readonly Token[]): AspectReading {
  const found: { rule: string; proposal: Proposal; span: Span }[] = [];
  let rest: readonly Token[] = tokens;
  for (const aspect of ASPECT_FORMS) {
    const hit = findAspect(aspect, rest);
    if (!hit) continue;
    const { at, length, proposal, span } = hit;
    found.push({ rule: aspect.name, proposal, span });
    rest = [...rest.slice(0, at), ...rest.slice(at + length)];
    const again = findAspect(aspect, rest);
    if (again) {
      found.push({ rule: aspect.name, proposal: again.proposal, span: again.span });
      rest = [...rest.slice(0, again.at), ...rest.slice(again.at + again.length)];
    }
  }
  return { found, rest };
}

interface AspectHit {
  readonly at: number;
  readonly length: number;
  readonly proposal: Proposal;
  readonly span: Span;
}

function findAspect(aspect: AspectForm, tokens: readonly Token[]): AspectHit | undefined {
  for (let at = 0; at < tokens.length; at += 1) {
    const hit = aspectAt(aspect, tokens, at);
    if (hit) return hit;
  }
  return undefined;
}

function aspectAt(aspect: AspectForm, tokens: readonly Token[], at: number): AspectHit | undefined {
  const from = tokens.slice(at, at + 24);
  for (const candidate of aspect.patterns) {
    const match = candidate.matchStart(from);
    if (!match) continue;
    if (aspect.name === 'path prefix') return prefixAt(from, match, at);
    const used = from.slice(0, match.length);
    const span = spanOf(used);
    const proposal = aspect.read(match.captures, span, used);
    if (proposal) return { at, length: match.length, proposal, span };
  }
  return undefined;
}

/** `/api/v1`: slashes and words without white space between them. */
function prefixAt(
  tokens: readonly Token[],
  match: { readonly length: number },
  at: number,
): AspectHit | undefined {
  const slash = tokens.findIndex((token, index) => index < match.length && token.lower === '/');
  if (slash < 0) return undefined;
  let end = slash;
  let prefix = '';
  while (end < tokens.length) {
    const token = tokens[end] as Token;
    const isGlued = end === slash || tokens[end - 1]?.end === token.start;
    if (!isGlued || !/^(?:\/|[a-z0-9][a-z0-9._-]*)$/.test(token.lower)) break;
    prefix += token.lower;
    end += 1;
  }
  const clean = prefix.replace(/\/+$/, '');
  if (!/^(?:\/[a-z0-9][a-z0-9._-]*)+$/.test(clean)) return undefined;
  const span = spanOf(tokens.slice(0, end));
  return { at, length: end, proposal: { kind: 'prefix', prefix: clean, span }, span };
}

const FILLER = wordSet(
  'usual operations typical still there here remain remains remember remembers remembered forgotten forget fails fail goes go out off outage switched turned as being ' +
    'requirements requirement technical restart restarted restarting reboot rebooted ' +
    ' common database databases db datastore pls plz as store storage stores stored save saved saves keep kept keeps persist data all everything information records record it them they this that these the in a an for simplicity simple ' +
    'simply now use uses using used expose exposes exposed provide provides offer offers have has having want we i please need needs needed should must shall will would be is are been run runs running ' +
    'listen listens listening on with via and or so as of over to at by through under server service system app application backend program available reachable accessible accessed ' +
    'serve serves served make makes sure ensure , . : ; - ! like can cannot may also just only fine enough ok okay good do does not no any every there its our my your which what ' +
    'when if after even lost process machine computer power everything access interface make let me us get default standard plain basic proper real okay suffices first version start starts started moment safe safely safely-kept',
);

/** What is left of a sentence when aspects are taken out: nothing that says anything, or API words alone. */
export function residueOf(tokens: readonly Token[]): 'none' | 'http' | 'more' {
  let result: 'none' | 'http' = 'none';
  for (const token of tokens) {
    if (HTTP_WORDS.has(token.lower)) result = 'http';
    else if (!FILLER.has(token.lower)) return 'more';
  }
  return result;
}

export function mentionsHttp(tokens: readonly Token[]): boolean {
  return tokens.some((token) => HTTP_WORDS.has(token.lower));
}
