import type { DataPlace } from './data-place.ts';
import { sampleImport } from './sample-import.ts';

export interface RunningSystemParts {
  readonly hasEnvironment: boolean;
  readonly place: DataPlace;
  /** Scenarios move the clock. */
  readonly hasClock: boolean;
}

/** `test/support/running-system.ts`: the system as a process of its own. */
export function runningSystemFile({ hasEnvironment, place, hasClock }: RunningSystemParts): string {
  return [
    imports(hasEnvironment, place, hasClock),
    systemClass(place, hasClock),
    launch(hasEnvironment, place, hasClock),
  ].join('\n');
}

const imports = (
  hasEnvironment: boolean,
  { nodeImport, ownImport }: DataPlace,
  hasClock: boolean,
) => `${hasClock ? "import assert from 'node:assert/strict';\n" : ''}import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
${nodeImport}import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ApiClient } from './api-client.ts';
${hasEnvironment ? sampleImport : ''}${ownImport}`;

const systemClass = (
  { what, variable, type, create, remove }: DataPlace,
  hasClock: boolean,
) => `const root = fileURLToPath(new URL('../..', import.meta.url));

/** The system as its users run it: a process of its own, on a free port, with ${what} of its own. */
export class RunningSystem extends ApiClient {
  readonly #${variable}: ${type};
  #child: ChildProcess;

  private constructor(${variable}: ${type}, child: ChildProcess, url: string) {
    super(url);
    this.#${variable} = ${variable};
    this.#child = child;
  }

${hasClock ? '  /** @param clock Where the clock of the system stands still; it runs when there is none. */\n' : ''}  static async start(${hasClock ? 'clock?: Date' : ''}): Promise<RunningSystem> {
    const ${variable} = ${create};
    const { child, url } = await launch(${variable}${hasClock ? ', clock?.toISOString()' : ''});
    return new RunningSystem(${variable}, child, url);
  }

  /** Ends the process as a crash would and starts it again on the same data. */
  async restart(): Promise<void> {
${hasClock ? "    const { body } = await this.get('/test-clock');\n" : ''}    await end(this.#child);
    const { child, url } = await launch(this.#${variable}${hasClock ? ', clockOf(body)' : ''});
    this.#child = child;
    this.moveTo(url);
  }
${hasClock ? advanceMethod : ''}
  async stop(): Promise<void> {
    await end(this.#child);
    await ${remove};
  }
}
`;

const advanceMethod = `
  /** Moves the clock by a duration such as \`PT1H\`; what became due is done when this resolves. */
  async advance(duration: string): Promise<void> {
    const { status, body } = await this.post('/test-clock', { advance: duration });
    assert.equal(status, 200, JSON.stringify(body));
  }
`;

const clockOf = `/** Where a clock stands that does not run. */
function clockOf(body: unknown): string | undefined {
  return typeof body === 'object' && body !== null && 'now' in body ? String(body.now) : undefined;
}

`;

const launch = (
  hasEnvironment: boolean,
  { variable, type, environment }: DataPlace,
  hasClock: boolean,
) => `${hasClock ? clockOf : ''}async function launch(
  ${variable}: ${type},${hasClock ? '\n  clock?: string,' : ''}
): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: root,
    env: {
      ...process.env,
${hasEnvironment ? '      ...sampleEnvironment,\n' : ''}      PORT: '0',
      HOST: '127.0.0.1',
      ${environment},
      NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
${hasClock ? '      ...(clock === undefined ? {} : { MILLWRIGHT_TEST_CLOCK: clock }),\n' : ''}    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const seen: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    seen.push(line);
    const url = listeningUrl(line);
    if (url === undefined) continue;
    child.stdout.resume();
    return { child, url };
  }
  throw new Error(\`the system ended before it listened:\\n\${seen.join('\\n')}\`);
}

function listeningUrl(line: string): string | undefined {
  const entry = line.startsWith('{') ? JSON.parse(line) : {};
  return entry.event === 'listening' ? entry.url : undefined;
}

/** Nothing is asked of the process any more, so it need not finish anything. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
`;
