import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { ApiPortPlan } from '../../plan/api-plan.ts';
import { controllerNames } from '../../plan/controller-names.ts';
import type { ApiComponent } from '../../plan/system-plan.ts';
import { commandFile } from '../controller/command-file.ts';
import { apiEndpointFile, errorsFile, statusRoutesFile } from './api-files.ts';

/** `src/components/api-endpoint.ts`. */
export function renderEndpointFile(component: ApiComponent, ports: readonly ApiPortPlan[]): SourceFile {
  const file = new SourceFile(apiEndpointFile);
  file.imports.value('node:events', 'once');
  file.imports.value('node:http', 'createServer');
  file.imports.type('node:http', 'Server');
  file.imports.type('node:net', 'AddressInfo');
  file.imports.value('@hono/node-server', 'getRequestListener');
  file.imports.value('@millwright/harness', 'HarnessComponent');
  file.imports.type('@millwright/harness', 'ComponentContext');
  file.imports.type('@millwright/harness', 'SystemExecutionHarness');
  file.imports.value('hono', 'Hono');
  file.imports.value(errorsFile, 'handleErrors');
  file.imports.value(statusRoutesFile, 'statusRoutes');
  file.imports.value(commandFile, 'askThrough');
  file.add(`
export interface ApiEndpointOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}`);
  file.add(`
/** Clients that send a request slower than this are cut off. */
const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000 };`);
  file.add(`
/** Speaks HTTP with the clients. */
export class ApiEndpoint extends HarnessComponent {
${ports.map((port) => renderPort(port, file)).join('\n')}
  readonly #options: ApiEndpointOptions;
  readonly #system: SystemExecutionHarness;
  #server: Server | undefined;
  #url = '';

  constructor(options: ApiEndpointOptions, system: SystemExecutionHarness) {
    super(${literal(component.name)});
    this.#options = options;
    this.#system = system;
  }

  /** Where clients reach the API once it is set up: \`http://127.0.0.1:8080\`. */
  get url(): string {
    return this.#url;
  }

  override async setup({ log }: ComponentContext): Promise<void> {
    const app = new Hono();
    app.route('/', statusRoutes(this.#system));
${ports.map((port) => renderMount(port, file)).join('\n')}
    handleErrors(app, log);

    const { host, port } = this.#options;
    this.#server = createServer(TIMEOUTS, getRequestListener(app.fetch)).listen(port, host);
    await once(this.#server, 'listening').catch((error) => {
      if (error.code === 'EADDRINUSE') {
        log.error(\`Port \${port} is in use; set PORT to another one\`, { code: 'port_in_use', port });
      }
      throw error;
    });
    this.#url = urlOf(this.#server.address() as AddressInfo);
    log.info('Listening', { event: 'listening', url: this.url });
  }

  /** Answers the requests under way before the server closes. */
  override async cleanup(): Promise<void> {
    if (!this.#server?.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }
}`);
  return file.add(`
function urlOf({ address, family, port }: AddressInfo): string {
  return \`http://\${family === 'IPv6' ? \`[\${address}]\` : address}:\${port}\`;
}`);
}

function renderPort({ port, property, controller }: ApiPortPlan, file: SourceFile): string {
  const { commandType, file: controllerFile } = controllerNames(controller);
  file.imports.type(controllerFile, commandType);
  return `  readonly ${property} = this.requests<${commandType}, unknown>(${literal(port)}, { type: ${literal(commandType)} });`;
}

function renderMount(
  { property, controller, routesFile, routesFunction }: ApiPortPlan,
  file: SourceFile,
): string {
  const { operationsType, file: controllerFile } = controllerNames(controller);
  file.imports.type(controllerFile, operationsType);
  file.imports.value(routesFile, routesFunction);
  return `    app.route('/', ${routesFunction}(askThrough<${operationsType}>(this.${property})));`;
}
