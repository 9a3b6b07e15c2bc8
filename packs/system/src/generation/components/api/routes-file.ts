import type { PathSegment } from '../../../model/operation.ts';
import { lines } from '../../code/blocks.ts';
import { literal, propertyKey } from '../../code/literal.ts';
import { type RenderedFile, textFile } from '../../code/rendered-file.ts';
import { headerName } from '../../../model/header-name.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { ApiPortPlan } from '../../plan/api-plan.ts';
import { controllerNames } from '../../plan/controller-names.ts';
import type { OperationPlan } from '../../plan/operation-plan.ts';
import { addNeeds, needsOf } from '../../plan/needs.ts';
import { plannedPiece, type SystemPlan } from '../../plan/system-plan.ts';
import {
  entranceNames,
  entranceNeeds,
  entranceParameters,
  limitDeclarations,
  renderEntrance,
} from '../access/entrance.ts';
import { planKeyed } from '../idempotency/keyed-handler.ts';
import { receiveFile } from '../files/file-paths.ts';
import { commandFile } from '../controller/command-file.ts';
import { renderAnswer } from './answer-code.ts';
import { bodyTypes } from '../../../model/patch-types.ts';
import { bodyFile, checkFile, queryFile, requestedChangeFile } from './api-files.ts';
import { QueryUsage } from './query-files.ts';
import { renderQuerySchema, renderTextSchemas } from './query-schema.ts';

/** What the routes use of the shared HTTP code. */
export interface RoutesUsage {
  readonly query: QueryUsage;
  hasOptionalBodies: boolean;
  hasEmptyAnswers: boolean;
  /** Answers that are text, not JSON. */
  hasTexts: boolean;
  /** Answers without a body that have headers of their own. */
  hasEmptyHeaders: boolean;
  /** Headers whose values come from operations. */
  hasHeaders: boolean;
  /** Answers that carry the version of a record, and reads that are spared who has it. */
  hasVersions: boolean;
  hasConditionalReads: boolean;
  /** Pages that say where the next one begins. */
  hasNextLinks: boolean;
  /** Reads of versions that answer with some fields alone. */
  hasSelections: boolean;
}

export function newRoutesUsage(): RoutesUsage {
  return {
    query: new QueryUsage(),
    hasOptionalBodies: false,
    hasEmptyAnswers: false,
    hasTexts: false,
    hasEmptyHeaders: false,
    hasHeaders: false,
    hasVersions: false,
    hasConditionalReads: false,
    hasNextLinks: false,
    hasSelections: false,
  };
}

/** The file of a port's routes, as a piece; notes in `usage` what they need of the shared code. */
export function routesFile(port: ApiPortPlan, system: SystemPlan, usage: RoutesUsage): RenderedFile {
  const render = () => {
    const own = newRoutesUsage();
    const file = renderRoutesFile(port, system, own);
    return { path: file.path, text: file.toString(), needs: needsOf(own), queryNeeds: needsOf(own.query) };
  };
  const made = plannedPiece(system, `routes of ${port.port}`, render, JSON.stringify(port));
  addNeeds(usage, made.needs);
  addNeeds(usage.query, made.queryNeeds);
  return textFile(made);
}

/** `src/components/routes/<entity>-routes.ts`. */
function renderRoutesFile(port: ApiPortPlan, system: SystemPlan, usage: RoutesUsage): SourceFile {
  const file = new SourceFile(port.routesFile);
  const { operationsType, file: controllerFile } = controllerNames(port.controller);
  file.imports.value('hono', 'Hono');
  file.imports.type(commandFile, 'Ask');
  file.imports.type(controllerFile, operationsType);
  const operations = port.operations
    .map((name) => system.operation(name))
    .toSorted((a, b) => comparePaths(a.operation.http.path, b.operation.http.path));
  for (const plan of operations) file.add(renderQuerySchema(plan, { file, usage: usage.query, system }));
  for (const plan of operations) file.add(renderTextSchemas(plan, file, usage.query));
  const context = { file, usage, system };
  const parametersOf = (plans: readonly OperationPlan[]) =>
    [`ask: Ask<${operationsType}>`, ...entranceParameters(entranceNeeds(plans), file)].join(', ');
  const givenTo = (plans: readonly OperationPlan[]) =>
    ['routes', 'ask', ...entranceNames(entranceNeeds(plans))].join(', ');
  const parameters = parametersOf(operations);
  const { routesFunction } = port;
  if (operations.length <= MAX_ROUTES) {
    return file.add(`
export function ${routesFunction}(${parameters}): Hono {
  const routes = new Hono();
${limitLines(operations)}
${renderRoutes(operations, context)}

  return routes;
}`);
  }
  const groups = groupRoutes(operations);
  file.add(`
export function ${routesFunction}(${parameters}): Hono {
  const routes = new Hono();
${groups.map((group) => `  ${group.name}(${givenTo(group.operations)});`).join('\n')}
  return routes;
}`);
  for (const group of groups) {
    file.add(`
function ${group.name}(routes: Hono, ${parametersOf(group.operations)}): void {
${limitLines(group.operations)}${renderRoutes(group.operations, context)}
}`);
  }
  return file;
}

/** More than this do not fit into a function that can be taken in at a glance. */
const MAX_ROUTES = 8;

interface RouteGroup {
  readonly name: string;
  readonly operations: readonly OperationPlan[];
}

/** Routes in the order in which they must be tried, in groups by what their paths lead to. */
function groupRoutes(operations: readonly OperationPlan[]): readonly RouteGroup[] {
  const groups = Map.groupBy(operations, ({ operation: { http } }) => groupName(http.path));
  return [...groups].flatMap(([name, own]) => {
    const count = Math.ceil(own.length / MAX_ROUTES);
    return Array.from({ length: count }, (_, index) => ({
      name: `${index === 0 ? 'add' : `add${'Further'.repeat(index)}`}${name}`,
      operations: own.slice(index * MAX_ROUTES, (index + 1) * MAX_ROUTES),
    }));
  });
}

function groupName(path: readonly PathSegment[]): string {
  if (path.every((segment) => typeof segment === 'string')) return 'CollectionRoutes';
  return typeof path.at(-1) === 'string' ? 'ActionRoutes' : 'RecordRoutes';
}

/** The limits of these routes, each in a variable. */
function limitLines(operations: readonly OperationPlan[]): string {
  return limitDeclarations(operations)
    .map((declaration) => `  ${declaration}\n`)
    .join('');
}

function renderRoutes(operations: readonly OperationPlan[], context: RouteContext): string {
  return operations.map((plan) => renderRoute(plan, context)).join('\n\n');
}

export interface RouteContext {
  readonly file: SourceFile;
  readonly usage: RoutesUsage;
  readonly system: SystemPlan;
}

function renderRoute(plan: OperationPlan, context: RouteContext): string {
  const { http } = plan.operation;
  const path = literal(routePath(http.path, context.system));
  const body = lines(...renderHandler(plan, context).map((line) => `    ${line}`));
  return `  routes.${http.method.toLowerCase()}(${path}, async (c) => {\n${body}\n  });`;
}

function renderHandler(plan: OperationPlan, { file, usage, system }: RouteContext): string[] {
  const reads = readsOfTexts(plan, file);
  const given = plan.operation.patch === undefined ? 'input' : 'change';
  reads.push(queryRead(plan, file, usage));
  if (plan.input !== undefined) {
    const schema = file.imports.value(plan.owner.file, plan.input.schema);
    reads.push(`const ${given} = ${inputCode(plan, schema, file, usage)};`);
  }
  const keyed = planKeyed(plan, system);
  const entrance = renderEntrance(plan, file, keyed.names);
  const parameters = [
    literal(plan.name),
    ...keyed.request,
    ...entrance.callers,
    ...plan.pathParameters.map(({ name, field }) =>
      field === undefined ? `c.req.param(${literal(name)})` : `path.${name}`,
    ),
    ...(plan.input === undefined ? [] : [given]),
    ...(plan.query === undefined ? [] : ['query']),
    ...(plan.headers === undefined ? [] : ['requestHeaders']),
    ...(plan.usesPasswords ? ['passwords'] : []),
    ...(plan.operation.precondition === undefined ? [] : [`c.req.header('If-Match')`]),
  ];
  const question = entrance.ask(`ask(${parameters.join(', ')})`);
  const context = { file, usage, system };
  return [
    ...entrance.first,
    ...keyed.first(file),
    ...reads,
    ...keyed.last(file),
    ...entrance.last,
    ...keyed.answer((asked) => renderAnswer(plan, asked, context), question),
  ];
}

/** Which fields are wanted concerns the answer alone. */
function queryRead(
  { operation, query, querySchema }: OperationPlan,
  file: SourceFile,
  usage: RoutesUsage,
): string {
  if (querySchema === undefined) {
    usage.query.hasOperationsWithout = true;
    return `${file.imports.value(queryFile, 'expectNoQuery')}(c);`;
  }
  usage.query.hasParameters = true;
  const read = `${file.imports.value(queryFile, 'readQuery')}(c, ${querySchema});`;
  if (operation.selection === undefined) return `const query = ${read}`;
  return `const { fields${query === undefined ? '' : ', ...query'} } = ${read}`;
}

/** What the path and the headers say, turned into values. */
function readsOfTexts({ path, headers, operation }: OperationPlan, file: SourceFile): string[] {
  if (path === undefined && headers === undefined) return [];
  const check = file.imports.value(checkFile, 'check');
  const given = (operation.headers ?? []).map(
    ({ name }) => `${propertyKey(name)}: c.req.header(${literal(headerName(name))})`,
  );
  return [
    ...(path === undefined ? [] : [`const path = ${check}(${path.schema}, c.req.param());`]),
    ...(headers === undefined
      ? []
      : [`const requestHeaders = ${check}(${headers.schema}, { ${given.join(', ')} });`]),
  ];
}

function inputCode(plan: OperationPlan, schema: string, file: SourceFile, usage: RoutesUsage): string {
  const { upload, patch } = plan.operation;
  if (patch !== undefined) {
    const types = literal(bodyTypes(plan.operation));
    return `await ${file.imports.value(requestedChangeFile, 'readChange')}(c, ${schema}, ${types})`;
  }
  if (upload === undefined) return `await ${bodyReader(plan, file, usage)}(c, ${schema})`;
  const check = file.imports.value(checkFile, 'check');
  const receive = file.imports.value(receiveFile, 'receiveFile');
  return `${check}(${schema}, await ${receive}(c, files, ${literal(upload)}))`;
}

/** A body may be missing altogether where nothing in it is required. */
function bodyReader({ operation }: OperationPlan, file: SourceFile, usage: RoutesUsage): string {
  const isOptional =
    operation.origin === 'written' &&
    operation.http.method !== 'PATCH' &&
    operation.input.every((field) => field.isOptional || field.defaultValue !== undefined);
  if (!isOptional) return file.imports.value(bodyFile, 'readBody');
  usage.hasOptionalBodies = true;
  return file.imports.value(bodyFile, 'readOptionalBody');
}

/** `/api/tasks/:task/complete`. */
export function routePath(path: readonly PathSegment[], { model }: SystemPlan): string {
  const segments = path.map((segment) => (typeof segment === 'string' ? segment : `:${segment.parameter}`));
  return `${model.http.prefix}/${segments.join('/')}`;
}

/** The first route that matches answers, so fixed segments come before parameters in the same place. */
function comparePaths(a: readonly PathSegment[], b: readonly PathSegment[]): number {
  return rankOf(a).localeCompare(rankOf(b), 'en');
}

function rankOf(path: readonly PathSegment[]): string {
  return path.map((segment) => (typeof segment === 'string' ? '0' : '1')).join('');
}
