import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CommandLine } from '../testing/command-line.ts';

test('a pack that was just created passes its tests, is listed, and its parts are in use', async () => {
  using line = new CommandLine();
  const created = await line.run(['pack', 'create', 'acme-docs']);
  expect(created).toMatchObject({ exitCode: 0, stderr: '' });
  const tests = spawnSync(process.execPath, ['--test'], {
    cwd: join(line.folder, 'packs/acme-docs'),
    encoding: 'utf8',
  });
  expect(tests.status, tests.stdout).toBe(0);

  const listed = async (of: string) => JSON.parse((await line.run([of, 'list', '--json'])).stdout);
  expect((await listed('packs')).packs).toMatchObject([{ name: 'system' }, { name: 'acme-docs' }]);
  expect((await listed('templates')).templates).toContainEqual(
    expect.objectContaining({ name: 'acme-docs/reading-list' }),
  );
  expect((await listed('checks')).checks).toContainEqual(
    expect.objectContaining({ name: 'acme-docs/introduction' }),
  );
  const explained = await line.run(['generators', 'explain', 'document:overview']);
  expect(explained.stdout).toContain('acme-docs/overview is taken');
});

test('a broken pack is named with its remedy, and the others are in use', async () => {
  using line = new CommandLine();
  const folder = join(line.folder, 'packs/broken');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    '{"name":"broken","type":"module","millwright":{"pack":"./pack.js"}}',
  );
  writeFileSync(join(folder, 'pack.js'), 'throw new Error("boom");');
  const listed = await line.run(['packs', 'list']);
  expect(listed.exitCode).toBe(0);
  expect(listed.stdout).toMatch(/^system /);
  expect(listed.stderr).toContain('boom');
});

test('a configuration names the generator to take', async () => {
  using line = new CommandLine();
  const configure = (generators: unknown) =>
    writeFileSync(join(line.folder, 'package.json'), JSON.stringify({ millwright: { generators } }));
  configure({ 'component:Store': 'system/store' });
  const explain = () => line.run(['generators', 'explain', 'component:Store', '--json']);
  expect(JSON.parse((await explain()).stdout)).toMatchObject({ selected: 'system/store' });
  configure({ 'component:Store': 'nobody/store' });
  expect(await explain()).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining('unknown_generator'),
  });
  writeFileSync(
    join(line.folder, 'package.json'),
    JSON.stringify({ millwright: { workers: { run: 'some', counts: 2 } } }),
  );
  expect((await explain()).stdout).toMatch(/millwright.workers.*counts.*at run/s);
  configure('all');
  expect(await explain()).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining('bad_project_config'),
  });
});

test('a template is built by its name, and one that does not exist is told with the nearest', async () => {
  using line = new CommandLine();
  const built = await line.run(['new', '--template', 'task-list', '--out', 'tasks', '--yes', '--json']);
  expect(JSON.parse(built.stdout)).toMatchObject({ status: 'proven' });
  const unknown = await line.run(['new', '--template', 'system/task-lists']);
  expect(unknown).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('system/task-list') });
}, 120_000);

const wildPack = `
const ways = { abort: () => process.abort(), loop: () => { for (;;); }, write: () => [{ path: 'WILD.md', content: '# Wild\\n' }] };
const accepts = { safeParse: (data) => ({ success: true, data }) };
export default {
  name: 'wild', version: '1.0.0', description: 'Behaves badly.', millwright: '*',
  setup: () => ({
    generators: Object.entries(ways).map(([name, generate]) => ({
      name: 'wild/' + name, version: '1.0.0', description: name, accepts, generate,
      capabilities: ['component:Controller', 'language:typescript'],
    })),
  }),
};`;

test("a stranger's generator runs apart: it crashes and hangs alone, and one that works is seen in the books", async () => {
  using line = new CommandLine();
  const folder = join(line.folder, 'packs/wild');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"module","millwright":{"pack":"./pack.js"}}');
  writeFileSync(join(folder, 'pack.js'), wildPack);
  const build = async (generator: string) => {
    const millwright = { generators: { 'component:Controller': generator }, workers: { timeMs: 1_000 } };
    writeFileSync(join(line.folder, 'package.json'), JSON.stringify({ millwright }));
    const built = await line.run(['new', 'Keep notes with a title.', '--out', 'out', '--yes', '--json']);
    return JSON.parse(built.stdout);
  };
  expect(await build('wild/abort')).toMatchObject({ status: 'failed', error: { code: 'generator_crashed' } });
  expect(await build('wild/loop')).toMatchObject({
    status: 'failed',
    error: { code: 'generator_timed_out' },
  });
  const explained = await line.run(['generators', 'explain', 'component:Controller', '--json']);
  expect(JSON.parse(explained.stdout).candidates).toContainEqual(
    expect.objectContaining({
      name: 'wild/loop',
      metrics: expect.objectContaining({ jobs: 1, failures: 1 }),
    }),
  );
}, 120_000);

test('a check that fails where nobody waits for it, and a pack that ends the process, take nothing down', async () => {
  using line = new CommandLine();
  const pack = (name: string, setup: string) => {
    const folder = join(line.folder, 'packs', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"type":"module","millwright":{"pack":"./pack.js"}}');
    writeFileSync(
      join(folder, 'pack.js'),
      `export default { name: '${name}', version: '1.0.0', description: 'x', millwright: '*', setup: ${setup} };`,
    );
  };
  const late = `() => { setTimeout(() => Promise.reject(new Error('too late')), 50); return []; }`;
  pack('late', `() => ({ checks: { system: [{ name: 'late/check', tier: 1, run: ${late} }] } })`);
  pack('exits', '() => process.exit(0)');
  const built = await line.run(['new', 'Keep notes with a title.', '--out', 'out', '--yes', '--json']);
  expect(JSON.parse(built.stdout)).toMatchObject({ status: 'proven' });
  expect(built.stderr).toContain('late failed where nobody waits for it: too late');
  const listed = await line.run(['packs', 'list', '--json']);
  expect(JSON.parse(listed.stdout).problems).toMatchObject([{ pack: 'exits', code: 'pack_broken' }]);
}, 120_000);
