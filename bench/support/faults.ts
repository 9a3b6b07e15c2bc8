import { FileTree } from '../../packages/factory/src/index.ts';

interface Change {
  readonly file: RegExp;
  /** The content as it is after the fault; null for a file that is gone, undefined where the fault does not fit. */
  readonly breaks: (content: string, path: string) => string | null | undefined;
  /** Where the file is afterwards. */
  readonly to?: string;
}

/** One way to break a generated system. */
export interface Fault extends Change {
  readonly name: string;
  /** What happens to other files at the same time. */
  readonly also?: readonly Change[];
}

const operations = /^src\/domain\/place-operations\.ts$/;
const entity = /^src\/domain\/shift\.ts$/;
const routes = /^src\/components\/routes\/shift-routes\.ts$/;
const store = /^src\/components\/store\.ts$/;
const main = /^src\/main\.ts$/;

/** Replaces the first occurrence; undefined when there is none. */
const replace = (from: string | RegExp, to: string) => (content: string) => {
  const changed = content.replace(from, to);
  return changed === content ? undefined : changed;
};
const append = (text: string) => (content: string) => `${content}\n${text}\n`;
const gone = () => null;

export const faults: readonly Fault[] = [
  { name: 'import is missing', file: routes, breaks: replace(/^import \{ readBody \}.*\n/m, '') },
  { name: 'type import is missing', file: operations, breaks: replace(/^import type \{ Page.*\n/m, '') },
  { name: 'package import is missing', file: entity, breaks: replace(/^import \{ z \}.*\n/m, '') },
  { name: 'import without extension', file: routes, breaks: replace("http/answer.ts'", "http/answer'") },
  {
    name: 'import from the wrong folder',
    file: routes,
    breaks: replace("'../../http/answer.ts'", "'../answer.ts'"),
  },
  {
    name: 'import of a file with another extension',
    file: routes,
    breaks: replace("answer.ts'", "answer.js'"),
  },
  {
    name: 'import nobody uses',
    file: routes,
    breaks: (content) => `import { toCents } from '../../domain/problem.ts';\n${content}`,
  },
  { name: 'property misspelt', file: operations, breaks: replace('shift.tasks', 'shift.taskz') },
  { name: 'function misspelt', file: operations, breaks: replace('?? refuse(', '?? refus(') },
  { name: 'variable misspelt', file: routes, breaks: replace('return answer(', 'return anser(') },
  { name: 'semicolon and bracket lost', file: operations, breaks: replace(/\}\n\n/, '\n\n') },
  { name: 'file cut in half', file: operations, breaks: (content) => content.slice(0, content.length / 2) },
  { name: 'file empty', file: entity, breaks: () => '' },
  { name: 'file gone', file: entity, breaks: gone },
  { name: 'route file gone', file: routes, breaks: gone },
  { name: 'configuration file gone', file: /^src\/config\.ts$/, breaks: gone },
  { name: 'tsconfig gone', file: /^tsconfig\.json$/, breaks: gone },
  { name: 'package.json is no JSON', file: /^package\.json$/, breaks: (content) => content.slice(0, -20) },
  {
    name: 'package.json lacks a package',
    file: /^package\.json$/,
    breaks: replace(/ +"hono": "[^"]+",\n/, ''),
  },
  {
    name: 'package.json asks for a version that does not exist',
    file: /^package\.json$/,
    breaks: replace(/"hono": "[^"]+"/, '"hono": "99.0.0"'),
  },
  {
    name: 'package.json starts something else',
    file: /^package\.json$/,
    breaks: replace(/"start": "[^"]+"/, '"start": "node nothing.ts"'),
  },
  {
    name: 'merge markers left',
    file: operations,
    breaks: (content) => `<<<<<<< mine\n${content}=======\n>>>>>>> theirs\n`,
  },
  { name: 'a type is any', file: operations, breaks: append('export const anything: any = 1;') },
  { name: 'var', file: operations, breaks: append('var counter = 1;\nexport { counter };') },
  { name: 'loose equality', file: operations, breaks: replace('!==', '!=') },
  { name: 'eval', file: operations, breaks: append("export const risky = () => eval('1');") },
  {
    name: 'secret in the code',
    file: main,
    breaks: append(
      "export const key = 'AKIA' + 'IOSFODNN7EXAMPLE';\nexport const token = 'ghp_0123456789abcdefghijklmnopqrstuvwxyzAB';",
    ),
  },
  {
    name: 'condition inverted',
    file: operations,
    breaks: replace("shift.state !== 'planned'", "shift.state === 'planned'"),
  },
  {
    name: 'condition left out',
    file: operations,
    breaks: replace(/ {2}if \(!shift\.tasks\.includes[^\n]*\n/, ''),
  },
  { name: 'wrong status', file: routes, breaks: replace('answer(201', 'answer(200') },
  { name: 'wrong code of a refusal', file: operations, breaks: replace("'shift_closed'", "'closed'") },
  { name: 'wrong path', file: routes, breaks: replace("'/shifts/:shift/begin'", "'/shifts/:shift/start'") },
  { name: 'bound off by one', file: entity, breaks: replace('max(80)', 'max(79)') },
  { name: 'field is not stored', file: operations, breaks: replace('task: input.task', "task: ''") },
  { name: 'paging forgotten', file: operations, breaks: replace('limit: query.limit', 'limit: 1') },
  {
    name: 'unique key forgotten',
    file: /^src\/storage\/migration\/definition-sql\.ts$/,
    breaks: replace("isUnique ? 'UNIQUE ' : ''", "isUnique ? '' : ''"),
  },
  {
    name: 'transactions are not undone',
    file: /^src\/storage\/connection\.ts$/,
    breaks: replace("prepare('ROLLBACK')", "prepare('COMMIT')"),
  },
  {
    name: 'binding left out',
    file: main,
    breaks: replace(/ {2}system\.connect\(placeController[^\n]*\n/, ''),
  },
  {
    name: 'component is not registered',
    file: main,
    breaks: replace(/system\.register\((new Store\([^;]*\))\);/, '$1;'),
  },
  {
    name: 'crash at the start',
    file: main,
    breaks: replace('return { system, api', "throw new Error('boom');\n  return { system, api"),
  },
  {
    name: 'endless loop at the start',
    file: main,
    breaks: replace('return { system, api', 'for (;;) {}\n  return { system, api'),
  },
  {
    name: 'data is not kept',
    file: store,
    breaks: replace('new Database(this.#file', "new Database(':memory:'"),
  },
  {
    name: 'errors are shown',
    file: /^src\/http\/errors\.ts$/,
    breaks: replace(/'internal_error'/, 'String(error)'),
  },
  { name: 'test file gone', file: /^test\/acceptance\/.*\.test\.ts$/, breaks: gone },
  { name: 'bracket too many', file: operations, breaks: replace(/^\}\n/m, '}\n}\n') },
  {
    name: 'package.json has a comma too few',
    file: /^package\.json$/,
    breaks: replace('"private": true,', '"private": true'),
  },
  {
    name: 'configuration of the formatter has a comma too few',
    file: /^biome\.json$/,
    breaks: replace(/,\n/, '\n'),
  },
  {
    name: 'lint configuration cut off',
    file: /^\.oxlintrc\.json$/,
    breaks: (content) => content.slice(0, 40),
  },
  {
    name: 'package for development only',
    file: /^package\.json$/,
    breaks: (content) =>
      content
        .replace(/ +"zod": "[^"]+"\n/, '')
        .replace(/("hono": "[^"]+"),/, '$1')
        .replace('"typescript"', '"zod": "4.6.7",\n    "typescript"'),
  },
  {
    name: 'export renamed in its file',
    file: operations,
    breaks: replace('function signUp(', 'function takePlace('),
  },
  {
    name: 'file renamed',
    file: /^src\/http\/answer\.ts$/,
    to: 'src/http/answering.ts',
    breaks: (content) => content,
  },
  {
    name: 'file moved',
    file: /^src\/http\/answer\.ts$/,
    to: 'src/components/answer.ts',
    breaks: (content) => content,
  },
  {
    name: 'type imported as a value',
    file: operations,
    breaks: replace('import type { Page', 'import { Page'),
  },
  {
    name: 'compiler silenced',
    file: operations,
    breaks: replace(/^export function signUp/m, '// @ts-ignore\nexport function signUp'),
  },
  { name: 'debugger left', file: operations, breaks: replace(/^( {2}const shift = )/m, '  debugger;\n$1') },
  {
    name: 'vendored file damaged',
    file: /^vendor\/harness\/lib\/system\.js$/,
    breaks: replace('export ', ''),
  },
  { name: 'vendored file gone', file: /^vendor\/harness\/lib\/port\.js$/, breaks: gone },
  {
    name: 'test expects something else',
    file: /^test\/acceptance\/places\.test\.ts$/,
    breaks: replace(/assertAnswer\((\w+), 201/, 'assertAnswer($1, 418'),
  },
  {
    name: 'test is skipped',
    file: /^test\/acceptance\/places\.test\.ts$/,
    breaks: replace(/^test\(/m, 'test.skip('),
  },
  {
    name: 'test cannot be read',
    file: /^test\/acceptance\/places\.test\.ts$/,
    breaks: replace(/^\}\);\n/m, ''),
  },
  { name: 'start file gone', file: main, breaks: gone },
  { name: 'OpenAPI document gone', file: /^openapi\.json$/, breaks: gone },
  {
    name: 'two misspelt names in two files',
    file: operations,
    breaks: replace('shift.tasks', 'shift.taskz'),
    also: [{ file: routes, breaks: replace('return answer(', 'return anser(') }],
  },
  {
    name: 'lost bracket and lost import in one file',
    file: routes,
    breaks: replace(/^import \{ readBody \}.*\n/m, ''),
    also: [{ file: routes, breaks: replace(/\}\);\n\nexport/, '\nexport') }],
  },
  {
    name: 'wrong status beside an edit that is right',
    file: routes,
    breaks: replace('answer(201', 'answer(200'),
    also: [{ file: routes, breaks: append('// An edit of a person.') }],
  },
  {
    name: 'wrong status and a misspelt name',
    file: routes,
    breaks: replace('answer(201', 'answer(200'),
    also: [{ file: operations, breaks: replace('shift.tasks', 'shift.taskz') }],
  },
];

/** The system with the fault, or undefined when no file of it can have it. */
export function withFault(system: FileTree, fault: Fault): FileTree | undefined {
  return [fault, ...(fault.also ?? [])].reduce<FileTree | undefined>(
    (tree, change) => tree && withChange(tree, change),
    system,
  );
}

function withChange(system: FileTree, { file, breaks, to }: Change): FileTree | undefined {
  const victim = system.files().find(({ path }) => file.test(path));
  const content = victim && breaks(victim.content, victim.path);
  if (victim === undefined || content === undefined) return undefined;
  const others = system.files().filter(({ path }) => path !== victim.path);
  return FileTree.from(
    content === null ? others : [...others, { ...victim, path: to ?? victim.path, content }],
  );
}
