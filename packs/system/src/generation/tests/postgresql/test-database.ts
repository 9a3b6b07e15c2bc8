/** `test/support/test-database.ts`: a place without data for each test that needs one. */
export const testDatabase = `import { randomUUID } from 'node:crypto';
import pg from 'pg';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

const address = process.env['TEST_DATABASE_URL'] || process.env['DATABASE_URL'];
const server = new pg.Pool({ connectionString: address, max: 2, allowExitOnIdle: true });

/** A schema of its own on the server that TEST_DATABASE_URL names, or DATABASE_URL: the rest of the database is left alone. */
export async function createTestDatabase(): Promise<TestDatabase> {
  if (!address) throw new Error('The tests need a PostgreSQL server: set TEST_DATABASE_URL, or run npm test.');
  const schema = \`test_\${randomUUID().replaceAll('-', '')}\`;
  await server.query(\`CREATE SCHEMA \${schema}\`);
  const option = \`options=-c%20search_path%3D\${schema}\`;
  return {
    url: \`\${address}\${address.includes('?') ? '&' : '?'}\${option}\`,
    drop: async () => {
      await server.query(\`DROP SCHEMA \${schema} CASCADE\`);
    },
  };
}
`;
