/** `test/support/test-database.ts`: a place without data for each test that needs one. */
export const testDatabase = `import { randomUUID } from 'node:crypto';
import pg from 'pg';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A schema of its own on the server that TEST_DATABASE_URL names, or DATABASE_URL: the rest of the database is left alone. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env['TEST_DATABASE_URL'] || process.env['DATABASE_URL'];
  if (!server) throw new Error('The tests need a PostgreSQL server: set TEST_DATABASE_URL, or run npm test.');
  const schema = \`test_\${randomUUID().replaceAll('-', '')}\`;
  await execute(server, \`CREATE SCHEMA \${schema}\`);
  const option = \`options=-c%20search_path%3D\${schema}\`;
  return {
    url: \`\${server}\${server.includes('?') ? '&' : '?'}\${option}\`,
    drop: () => execute(server, \`DROP SCHEMA \${schema} CASCADE\`),
  };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
`;
