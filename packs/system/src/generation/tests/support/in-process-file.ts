import { dataflowOf } from '../../../model/http-sources.ts';
import type { SystemModel } from '../../../model/system.ts';
import { sampleImport } from './sample-import.ts';

/** `test/support/in-process.ts`: a system of its own for one test, in the process of the test. */
export function inProcessFile(model: SystemModel, hasEnvironment: boolean): string {
  const isPostgres = model.storage.kind === 'postgresql';
  // Tests of messages move the clock.
  const isGivenMore = dataflowOf(model).length > 0;
  return [
    imports(hasEnvironment, isPostgres),
    `/** A system of its own for one test, without data, in this process; it stops when the test ends. */
export async function startInProcess(${isGivenMore ? '\n  t: TestContext,\n  environment: NodeJS.ProcessEnv = {},\n' : 't: TestContext'}): Promise<ApiClient> {
${isPostgres ? '  const { url, drop } = await createTestDatabase();\n' : ''}  const { ${endpoint(model)} } = createSystem(
    loadConfig({ ${hasEnvironment ? '...sampleEnvironment, ' : ''}${isGivenMore ? '...environment, ' : ''}PORT: '0', HOST: '127.0.0.1', ${isPostgres ? 'DATABASE_URL: url' : "DATA_FILE: ':memory:'"} }),
  );
${isPostgres ? startedOnDatabase : started}  return new ApiClient(api.url);
}
`,
  ].join('\n');
}

const imports = (
  hasEnvironment: boolean,
  isPostgres: boolean,
) => `import type { TestContext } from 'node:test';
import { loadConfig } from '../../src/config.ts';
import { createSystem } from '../../src/main.ts';
import { ApiClient } from './api-client.ts';
${hasEnvironment ? sampleImport : ''}${isPostgres ? "import { createTestDatabase } from './test-database.ts';\n" : ''}`;

/** The system and its endpoint, by the name that tests know. */
function endpoint({ components }: SystemModel): string {
  const name = components.find(({ kind }) => kind === 'ApiEndpoint')?.name ?? 'api';
  return name === 'api' ? 'system, api' : `system, ${name}: api`;
}

const started = `  await system.start();
  t.after(() => system.stop());
`;

const startedOnDatabase = `  t.after(async () => {
    await system.stop();
    await drop();
  });
  await system.start();
`;
