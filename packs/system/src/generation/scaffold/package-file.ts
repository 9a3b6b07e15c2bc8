import { hasWebSockets } from '../../model/feed.ts';
import { usesTopics } from '../plan/dataflow-plan.ts';
import type { SystemModel } from '../../model/system.ts';

/** Exact versions: the systems of today must install the same way tomorrow. */
const dependencies = {
  '@hono/node-server': '2.1.8',
  '@millwright/harness': 'file:vendor/harness',
  hono: '4.13.19',
  zod: '4.6.7',
};

const devDependencies = {
  '@biomejs/biome': '2.6.8',
  '@types/node': '24.19.2',
  node: '24.21.0',
  oxlint: '1.94.0',
  typescript: '7.0.2',
};

function coverage(model: SystemModel): string {
  return [
    '--experimental-test-coverage',
    '--test-coverage-include=src/**/*.ts',
    // What speaks with a broker cannot run where there is none.
    ...(usesTopics(model) ? ['--test-coverage-exclude=src/nats-topics.ts'] : []),
    '--test-coverage-lines=80',
  ].join(' ');
}

/** `node` among the development dependencies lets every script run where the machine's own Node is older. */
export function packageFile(model: SystemModel): string {
  const own = ownDependencies(model);
  const manifest = {
    name: model.name,
    version: '1.0.0',
    private: true,
    description: oneLine(model.description ?? model.title),
    type: 'module',
    // npm brings the Node that runs it; this is what npm itself needs.
    engines: { node: '>=20' },
    scripts: {
      start: 'node src/main.ts',
      dev: 'node --watch src/main.ts',
      ...testScripts(model),
      'test:inside': `node --test --test-isolation=none ${coverage(model)} "test/{unit,integration}/**/*.test.ts"`,
      'test:acceptance': 'node --test "test/acceptance/**/*.test.ts"',
      check: 'npm run typecheck && npm run lint',
      typecheck: 'tsc --project .',
      lint: 'oxlint && biome format .',
      format: 'biome format --write .',
    },
    dependencies: { ...dependencies, ...own.dependencies },
    devDependencies: { ...devDependencies, ...own.devDependencies },
    // npm asks before it runs scripts of packages; the one of `node` puts the right binary in place.
    allowScripts: { node: true },
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** What only some systems need. */
function ownDependencies(model: SystemModel) {
  const isPostgres = model.storage.kind === 'postgresql';
  const hasSockets = hasWebSockets(model);
  return {
    dependencies: {
      ...(isPostgres && { pg: '8.23.1' }),
      ...(hasSockets && { ws: '8.23.0' }),
      ...(usesTopics(model) && { '@nats-io/jetstream': '3.4.0', '@nats-io/transport-node': '3.4.0' }),
    },
    devDependencies: {
      ...(isPostgres && { '@types/pg': '8.23.1' }),
      ...(hasSockets && { '@types/ws': '8.18.2' }),
    },
  };
}

/** Tests that need a database server bring one, where nobody names one. */
function testScripts({ storage }: SystemModel): Readonly<Record<string, string>> {
  const test = 'npm run test:inside && npm run test:acceptance';
  if (storage.kind !== 'postgresql') return { test };
  return { test: 'node test/support/with-database.ts npm run test:all', 'test:all': test };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
