import type { Feed } from '../../../model/feed.ts';
import type { HttpBinding } from '../../../model/operation.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { ApiPortPlan } from '../../plan/api-plan.ts';
import type { LivePortPlan, SourcePortPlan } from '../../plan/dataflow-plan.ts';
import { controllerNames } from '../../plan/controller-names.ts';
import { mountOrder } from '../../plan/mount-order.ts';
import type { ApiComponent } from '../../plan/system-plan.ts';
import type { Guarded } from '../access/entrance.ts';
import type { EndpointEntrance } from '../access/endpoint-entrance.ts';
import { postType } from '../dataflow/source-routes-file.ts';
import { commandFile } from '../controller/command-file.ts';
import { clockFile } from '../root/clock-file.ts';
import { feedRoutesFile } from '../feeds/feed-files.ts';
import {
  apiEndpointFile,
  errorsFile,
  httpServerFile,
  methodFile,
  statusRoutesFile,
  testClockFile,
} from './api-files.ts';

export interface EndpointFeatures {
  /** Whether pages of other origins may call the system. */
  readonly hasCors: boolean;
  /** What routes are given besides the way to ask. */
  readonly entrance: EndpointEntrance;
  /** The feeds of events, and whom they let in. */
  readonly listened: { readonly feeds: readonly Feed[]; readonly guards: readonly Guarded[] };
  readonly lives: readonly LivePortPlan[];
}

/** `src/components/api-endpoint.ts`. */
export function renderEndpointFile(
  component: ApiComponent,
  ports: readonly ApiPortPlan[],
  sources: readonly SourcePortPlan[],
  { hasCors, entrance, listened, lives }: EndpointFeatures,
): SourceFile {
  const file = newEndpointFile(ports.length > 0);
  const feeds = feedCode(listened, lives, entrance, file);
  addOwnImports(file, hasCors, entrance);
  file.add(`
export interface ApiEndpointOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;${hasCors ? '\n  readonly corsOrigins: readonly string[];' : ''}${entrance.options.map((option) => `\n  ${option}`).join('')}
}`);
  file.add(`
/** Speaks HTTP with the clients. */
export class ApiEndpoint extends HarnessComponent {
${renderPorts(ports, sources, file)}${entrance.port}${feeds.members}
  readonly #options: ApiEndpointOptions;
  readonly #system: SystemExecutionHarness;
  readonly #clock: Clock;
  #server: HttpServer | undefined;
  #url = '';

  constructor(options: ApiEndpointOptions, system: SystemExecutionHarness, clock: Clock) {
    super(${literal(component.name)});
    this.#options = options;
    this.#system = system;
    this.#clock = clock;
  }

  /** Where clients reach the API once it is set up: \`http://127.0.0.1:8080\`. */
  get url(): string {
    return this.#url;
  }

  override async setup({ log }: ComponentContext): Promise<void> {
    const app = new Hono();
${hasCors ? `${corsCode}\n` : ''}    app.route('/', statusRoutes(this.#system));
    if (this.#clock.isStopped) app.route('/', testClockRoutes(this.#clock));
${entrance.setup}${feeds.mount}${renderMounts(ports, sources, entrance, file)}
    refuseOtherMethods(app);
    handleErrors(app, log);

    const { host, port } = this.#options;
    this.#server = new HttpServer(getRequestListener(app.fetch));
    try {
      this.#url = await this.#server.listen(port, host);
    } catch (error) {
      if (isPortInUse(error)) {
        log.error(\`Port \${port} is in use; set PORT to another one\`, { code: 'port_in_use', port });
      }
      throw error;
    }
    log.info('Listening', { event: 'listening', url: this.#url });
  }

  override async cleanup(): Promise<void> {
${feeds.cleanup}    await this.#server?.close();
  }
}`);
  return file.add(portInUseCode);
}

const portInUseCode = `
function isPortInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}`;

/** Callers send no cookies, so they may see every header. */
const corsCode = `    const { corsOrigins } = this.#options;
    const origin = corsOrigins.includes('*') ? '*' : [...corsOrigins];
    app.use(cors({ origin, exposeHeaders: ['*'], maxAge: 600 }));`;

/** The file with what it imports in every system. */
function newEndpointFile(hasControllers: boolean): SourceFile {
  const file = new SourceFile(apiEndpointFile);
  file.imports.value('@hono/node-server', 'getRequestListener');
  file.imports.value('@millwright/harness', 'HarnessComponent');
  file.imports.type('@millwright/harness', 'ComponentContext');
  file.imports.type('@millwright/harness', 'SystemExecutionHarness');
  file.imports.value('hono', 'Hono');
  file.imports.value(errorsFile, 'handleErrors');
  file.imports.value(methodFile, 'refuseOtherMethods');
  file.imports.value(httpServerFile, 'HttpServer');
  file.imports.value(statusRoutesFile, 'statusRoutes');
  file.imports.value(testClockFile, 'testClockRoutes');
  file.imports.type(clockFile, 'Clock');
  if (hasControllers) file.imports.value(commandFile, 'askThrough');
  return file;
}

function renderPorts(
  ports: readonly ApiPortPlan[],
  sources: readonly SourcePortPlan[],
  file: SourceFile,
): string {
  const own = ports.map((port) => renderPort(port, file));
  return [...own, ...sources.map((source) => renderSourcePort(source, file))].join('\n');
}

function renderPort({ port, property, controller }: ApiPortPlan, file: SourceFile): string {
  const { commandType, file: controllerFile } = controllerNames(controller);
  file.imports.type(controllerFile, commandType);
  return `  readonly ${property} = this.requests<${commandType}, unknown>(${literal(port)}, { type: ${literal(commandType)} });`;
}

function renderMount(
  { property, controller, routesFile, routesFunction, operations }: ApiPortPlan,
  entrance: EndpointEntrance,
  file: SourceFile,
): string {
  const { operationsType, file: controllerFile } = controllerNames(controller);
  file.imports.type(controllerFile, operationsType);
  file.imports.value(routesFile, routesFunction);
  return `    app.route('/', ${routesFunction}(${['askThrough<' + operationsType + '>(this.' + property + ')', ...entrance.given(operations)].join(', ')}));`;
}

function renderSourcePort(plan: SourcePortPlan, file: SourceFile): string {
  const { source, property } = plan;
  const options = `{ type: ${literal(`${source.of.name}[]`)} }`;
  return `  readonly ${property} = this.requests<${postType(plan, file)}, number>(${literal(source.name)}, ${options});`;
}

function renderSourceMount(
  { property, routesFile, routesFunction, guard }: SourcePortPlan,
  { sent }: EndpointEntrance,
  file: SourceFile,
): string {
  file.imports.value(routesFile, routesFunction);
  return `    app.route('/', ${routesFunction}(${[`this.${property}`, ...sent(guard)].join(', ')}));`;
}

function renderMounts(
  ports: readonly ApiPortPlan[],
  sources: readonly SourcePortPlan[],
  entrance: EndpointEntrance,
  file: SourceFile,
): string {
  const own = mountOrder(ports).map((port) => renderMount(port, entrance, file));
  const others = sources.toSorted(byParameters).map((source) => renderSourceMount(source, entrance, file));
  return [...own, ...others].join('\n');
}

/** Paths without parameters come first, so that no other takes what is meant for them. */
function byParameters(a: SourcePortPlan, b: SourcePortPlan): number {
  return parameterCount(a.source.entrance.http) - parameterCount(b.source.entrance.http);
}

function parameterCount({ path }: HttpBinding): number {
  return path.filter((segment) => typeof segment !== 'string').length;
}

/** What an endpoint has and does for its feeds. */
function feedCode(
  { feeds: own, guards }: EndpointFeatures['listened'],
  lives: readonly LivePortPlan[],
  { listened }: EndpointEntrance,
  file: SourceFile,
) {
  const events = { port: 'feeds', property: 'feeds', module: feedRoutesFile, routes: 'feedRoutes' };
  const feeds = [
    ...(own.length === 0 ? [] : [{ ...events, given: listened(own, guards) }]),
    ...lives.toSorted(byLivePath).map(({ feed, property, routesFile, routesFunction, guard }) => ({
      port: feed.name,
      property,
      module: routesFile,
      routes: routesFunction,
      given: listened([feed], [guard]),
    })),
  ];
  if (feeds.length === 0) return { members: '', mount: '', cleanup: '' };
  file.imports.type('@millwright/harness', 'Subscribe');
  const members = feeds.map(
    ({ port, property }) =>
      `\n  readonly ${property} = this.requests<Subscribe, ReadableStream<Uint8Array>>(${literal(port)}, { type: 'Subscribe' });`,
  );
  const mounts = feeds.map(({ property, module, routes, given: own }) => {
    const open = `(wish) => this.${property}.request({ ...wish, signal: this.#stopping.signal })`;
    return `    app.route('/', ${file.imports.value(module, routes)}(${[open, ...own].join(', ')}));\n`;
  });
  return {
    members: `${members.join('')}\n  readonly #stopping = new AbortController();`,
    mount: mounts.join(''),
    cleanup: '    this.#stopping.abort();\n',
  };
}

function byLivePath(a: LivePortPlan, b: LivePortPlan): number {
  return parameterCount(a.feed.http) - parameterCount(b.feed.http);
}

function addOwnImports(file: SourceFile, hasCors: boolean, entrance: EndpointEntrance): void {
  entrance.addImports(file);
  if (hasCors) file.imports.value('hono/cors', 'cors');
}
