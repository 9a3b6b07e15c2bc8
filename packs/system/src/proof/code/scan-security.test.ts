import { expect, test } from 'vitest';
import { scanSecurity } from './scan-security.ts';

const codes = (content: string, path = 'src/a.ts') =>
  scanSecurity([{ path, content }]).map(({ code }) => code);

test.each([
  ['certificate_not_verified', 'const agent = new Agent({ rejectUnauthorized: false });'],
  ['certificate_not_verified', "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';"],
  ['command_from_text', 'execSync(`git log ${branch}`);'],
  ['command_from_text', "exec('ls ' + folder);"],
  ['command_from_text', "spawn('ls', [], { shell: true });"],
  ['statement_from_text', 'database.prepare(`SELECT * FROM a WHERE b = ${c}`);'],
  ['statement_from_text', "pool.query('SELECT ' + a);"],
  ['code_from_text', "import { runInNewContext } from 'node:vm';"],
  ['guessable_secret', 'const sessionToken = Math.random().toString(36);'],
  ['broken_hash', "createHash('MD5').update(a)"],
  ['place_from_request', 'await readFile(join(folder, input.name));'],
  ['place_from_request', "createReadStream(c.req.param('file'));"],
  ['request_to_named_address', 'await fetch(input.url);'],
  ['request_to_named_address', 'await fetch(`${query.host}/a`);'],
  ['secret_logged', 'log.info(user.password);'],
])('%s: %s', (code, line) => {
  expect(codes(line)).toEqual([code]);
});

test.each([
  "execFile('git', ['log', branch]);",
  "database.prepare('SELECT * FROM a WHERE b = ?').get(c);",
  "pattern.exec('a' );",
  'const jitter = Math.random() * 100;',
  "createHash('sha256').update(a)",
  "await fetch(config.paymentUrl, { method: 'POST' });",
  "log.info('The token has ended', { id });",
  '// execSync(`git log ${branch}`)',
])('%s is as it should be', (line) => {
  expect(codes(line)).toEqual([]);
});

test('where statements are put together from names of the schema, they may be', () => {
  const line = 'database.exec(`CREATE TABLE ${name} (id TEXT)`);';
  expect(codes(line, 'src/storage/migrate.ts')).toEqual([]);
  expect(codes(line)).toEqual(['statement_from_text']);
});

test('a finding has its place and its remedy', () => {
  expect(scanSecurity([{ path: 'src/a.ts', content: '/* a\n */\n  exec(`a ${b}`);\n' }])).toMatchObject([
    {
      severity: 'error',
      place: { file: 'src/a.ts', line: 3, column: 3 },
      fix: expect.stringContaining('execFile'),
    },
  ]);
});
