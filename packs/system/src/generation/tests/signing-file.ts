import { needsClock } from './needs-clock.ts';
import { dataflowOf } from '../../model/http-sources.ts';
import type { Operation } from '../../model/operation.ts';
import type { SystemModel } from '../../model/system.ts';
import { sampleEnvironment, sampleSettings } from '../../acceptance/samples/sample-settings.ts';
import { literal } from '../code/literal.ts';

export const signingFile = 'test/support/signing.ts';

/** `test/support/signing.ts`: signs what tests send as those do who know the secret; undefined where nothing must be signed. */
export function signingFileText(model: SystemModel): string | undefined {
  const routes = model.operations.filter(({ signature }) => signature !== undefined);
  if (routes.length === 0) return undefined;
  const entries = routes.map((operation) => renderRoute(operation, model));
  const usesEnvironment = entries.some((entry) => entry.includes('sampleEnvironment'));
  return `import { type SignatureRule, signatureHeaders } from '@millwright/harness';
${usesEnvironment ? "import { sampleEnvironment } from './environment.ts';\n" : ''}
interface SignedRoute {
  readonly method: string;
  readonly path: RegExp;
  readonly secret: string;
  readonly rule: SignatureRule;
}

const routes: readonly SignedRoute[] = [
${entries.join('\n')}
];

/** The headers that sign a request where it must be signed, unless it brings a signature of its own. */
export function signed(
  method: string,
  path: string,
  text: string,
  own: Readonly<Record<string, string>>,
  now: number,
): Record<string, string> {
  const route = routes.find((one) => one.method === method && one.path.test(path.split('?', 1)[0] ?? ''));
  if (route === undefined) return {};
  const headers = signatureHeaders(route.rule, route.secret, text, now);
  const brought = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  return Object.keys(headers).some((name) => brought.has(name.toLowerCase())) ? {} : headers;
}
`;
}

function renderRoute({ http, signature }: Operation, model: SystemModel): string {
  if (signature === undefined) return '';
  return `  {
    method: ${literal(http.method)},
    path: ${pathPattern(http.path, model)},
    secret: ${secretCode(signature.setting, model)},
    rule: ${literal(signature.rule)},
  },`;
}

function pathPattern(path: Operation['http']['path'], { http }: SystemModel): string {
  const segments = path.map((segment) =>
    typeof segment === 'string' ? segment.replace(/[^\w-]/g, '\\$&') : '[^/]+',
  );
  return `/^${[...http.prefix.split('/').slice(1), ...segments].map((one) => `\\/${one}`).join('')}$/`;
}

/** The environment of tests sets what a system does not start without; the rest has the value it has by itself. */
function secretCode(name: string, model: SystemModel): string {
  const variable = model.config?.find((setting) => setting.name === name)?.variable ?? '';
  if (variable in sampleEnvironment(model)) return `sampleEnvironment.${variable}`;
  const value = sampleSettings(model)[name];
  return literal(typeof value === 'string' ? value : '');
}

/** Whether what is signed tells the time, and a test may have moved the clock. */
function followsClock(model: SystemModel): boolean {
  const isTimed = model.operations.some(
    ({ signature }) =>
      signature?.rule.scheme === 'timestamped' || signature?.rule.timestampHeader !== undefined,
  );
  const mayMove = dataflowOf(model).length > 0 || model.scenarios.some(needsClock);
  return isTimed && mayMove;
}

/** The client of tests, which signs what it sends. */
export function withSigning(client: string, model: SystemModel): string {
  const isFollowing = followsClock(model);
  return client
    .replace(
      "import assert from 'node:assert/strict';\n",
      "import assert from 'node:assert/strict';\nimport { signed } from './signing.ts';\n",
    )
    .replace(
      '    const response = await fetch',
      `    const own = options.headers ?? {};
    const proof = signed(method, path, text ?? '', own, ${isFollowing ? 'await this.#now()' : 'Date.now()'});
    const response = await fetch`,
    )
    .replace(
      "'content-type': 'application/json' }), ...options.headers }",
      "'content-type': 'application/json' }), ...proof, ...own }",
    )
    .replace('  protected moveTo', `${isFollowing ? ownTime : ''}  protected moveTo`);
}

const ownTime = `  /** What the system takes for the time; where its clock runs, it has no such address. */
  async #now(): Promise<number> {
    const response = await fetch(\`\${this.#baseUrl}/test-clock\`);
    const body = response.ok ? await response.json() : {};
    return Date.parse(Reflect.get(body as object, 'now')) || Date.now();
  }

`;
