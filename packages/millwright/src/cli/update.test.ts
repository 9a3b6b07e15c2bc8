import { existsSync } from 'node:fs';
import { cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BuildDocument } from '../mill/build-document.ts';
import { CommandLine } from '../testing/command-line.ts';

const blueprint = `millwright: 1
name: workshop
entities:
  Tool:
    fields:
      name: text 1..80
      drawer: integer 1..40
  Loan:
    fields:
      tool: Tool
      borrower: text 1..80
`;

const document = (stdout: string): BuildDocument => JSON.parse(stdout) as BuildDocument;
const kindsOf = ({ changes = [] }: BuildDocument) =>
  Object.fromEntries(changes.map(({ path, kind }) => [path, kind]));

/** A system in a folder, and the ways a person edits it. */
class System {
  readonly line: CommandLine;
  readonly folder: string;
  constructor(line: CommandLine, name: string) {
    this.line = line;
    this.folder = join(line.folder, name);
  }

  read(path: string): Promise<string> {
    return readFile(join(this.folder, path), 'utf8');
  }

  write(path: string, content: string): Promise<void> {
    return writeFile(join(this.folder, path), content);
  }

  async edit(path: string, change: (content: string) => string): Promise<void> {
    const before = await this.read(path);
    const after = change(before);
    expect(after).not.toBe(before);
    await this.write(path, after);
  }

  async files(): Promise<Record<string, string>> {
    const entries = await readdir(this.folder, { recursive: true, withFileTypes: true });
    const own = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes('/evidence'));
    const paths = own.map((entry) => join(entry.parentPath, entry.name).slice(this.folder.length + 1));
    // What helps the next update on this machine, and is not part of the system.
    const isLocal = (path: string) => ['.millwright/undo', '.millwright/pieces'].includes(path);
    const read = paths.filter((path) => !isLocal(path)).toSorted();
    return Object.fromEntries(await Promise.all(read.map(async (path) => [path, await this.read(path)])));
  }

  async update(...options: readonly string[]) {
    const { stdout, stderr, exitCode } = await this.line.run(['update', this.folder, '--json', ...options]);
    return { stdout, stderr, exitCode, document: document(stdout) };
  }
}

async function build(line: CommandLine, name: string, request: string): Promise<System> {
  const { exitCode, stdout } = await line.run(['new', '-f', '-', '--json', '--out', name], {
    input: request,
  });
  expect(document(stdout).checks.filter(({ status }) => status === 'failed')).toEqual([]);
  expect(exitCode).toBe(0);
  return new System(line, name);
}

let built: CommandLine;
beforeAll(async () => {
  built = new CommandLine();
  await build(built, 'workshop', blueprint);
});
afterAll(() => built[Symbol.dispose]());

/** A clone of the system that was built, in a place that knows nothing of the build. */
async function clone(line: CommandLine, name = 'workshop'): Promise<System> {
  await cp(join(built.folder, 'workshop'), join(line.folder, name), { recursive: true });
  return new System(line, name);
}

const withField = (yaml: string) =>
  yaml.replace('drawer: integer 1..40', 'drawer: integer 1..40\n      isLent: boolean = false');

describe('millwright update', () => {
  test('a field is added, and whatever was done by hand survives, proven', async () => {
    using line = new CommandLine();
    const system = await clone(line);
    await system.edit('src/config.ts', (code) => `// Mine: how we run it here.\n${code}`);
    await system.edit(
      'src/domain/tool.ts',
      (code) => `${code}\n/** Mine. */\nexport const drawersInUse = 12;\n`,
    );
    await system.edit('package.json', (text) =>
      text.replace('"dependencies": {', '"dependencies": {\n    "mine": "file:vendor/mine",'),
    );
    await system.edit('README.md', (text) => text.replaceAll('\n', '\r\n'));
    await cp(join(system.folder, 'vendor/harness'), join(system.folder, 'vendor/mine'), { recursive: true });
    await system.edit('vendor/mine/package.json', (text) => text.replace('@millwright/harness', 'mine'));
    await system.write('src/domain/mine.ts', 'export const mine = 1;\n');
    await system.write('logo.png', '\u0000\u0001');
    await rm(join(system.folder, 'Dockerfile'));
    await rename(
      join(system.folder, 'src/domain/tool-operations.ts'),
      join(system.folder, 'src/domain/tools.ts'),
    );
    for (const path of Object.keys(await system.files()).filter(
      (one) => one.endsWith('.ts') && !one.startsWith('vendor/'),
    )) {
      const code = await system.read(path);
      await system.write(path, code.replaceAll('tool-operations.ts', 'tools.ts'));
    }
    await system.edit('blueprint.yaml', withField);
    const before = await system.files();

    const planned = await line.run(['update', 'workshop', '--dry-run']);
    expect(planned.exitCode).toBe(0);
    expect(planned.stdout).toMatch(/^\+\+\+ b\/src\/domain\/tool\.ts$/m);
    expect(planned.stdout).toMatch(/^\+.*isLent/m);
    expect(await system.files()).toEqual(before);

    const updated = await system.update();
    expect(updated.document.checks.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(updated.exitCode).toBe(0);
    expect(kindsOf(updated.document)).toMatchObject({
      'src/config.ts': 'kept',
      'src/domain/tool.ts': 'merged',
      'package.json': 'kept',
      Dockerfile: 'left-out',
    });
    expect(updated.document.changes?.find(({ renamedFrom }) => renamedFrom)).toMatchObject({
      path: 'src/domain/tools.ts',
      renamedFrom: 'src/domain/tool-operations.ts',
    });
    const tool = await system.read('src/domain/tool.ts');
    expect(tool).toContain('isLent');
    expect(tool).toContain('/** Mine. */\nexport const drawersInUse = 12;\n');
    expect(await system.read('src/config.ts')).toBe(before['src/config.ts']);
    expect(await system.read('src/domain/mine.ts')).toBe('export const mine = 1;\n');
    expect(await system.read('README.md')).toMatch(/\r\n/);
    expect(existsSync(join(system.folder, 'Dockerfile'))).toBe(false);
    expect(existsSync(join(system.folder, 'src/domain/tool-operations.ts'))).toBe(false);
    expect(JSON.parse(await system.read('openapi.json')).components.schemas.Tool.properties).toHaveProperty(
      'isLent',
    );

    const after = await system.files();
    const again = await system.update();
    expect(again.exitCode).toBe(0);
    expect(await system.files()).toEqual(after);

    expect((await line.run(['update', 'workshop', '--undo', '--json'])).exitCode).toBe(0);
    expect(await system.files()).toEqual(before);
    const twice = await line.run(['update', 'workshop', '--undo', '--json']);
    expect(document(twice.stdout).error?.code).toBe('nothing_to_undo');
    expect(twice.exitCode).toBe(1);
  });

  test('of one place changed in two ways yours stands, both are shown, and nothing is lost', async () => {
    using line = new CommandLine();
    const system = await clone(line);
    const drawer = /^.*drawer.*$/m;
    await system.edit('src/domain/tool.ts', (code) => code.replace(drawer, (found) => `${found} // mine`));
    await system.edit('blueprint.yaml', (yaml) => yaml.replace('integer 1..40', 'text 1..4'));
    const updated = await system.update();
    const conflict = updated.document.changes?.find(({ kind }) => kind === 'conflict');
    expect(conflict).toMatchObject({
      path: 'src/domain/tool.ts',
      copy: '.millwright/conflicts/src/domain/tool.ts',
      conflicts: [
        { theirs: expect.stringContaining('// mine'), generated: expect.stringContaining('string') },
      ],
    });
    expect(await system.read('src/domain/tool.ts')).toContain('// mine');
    expect(await system.read('.millwright/conflicts/src/domain/tool.ts')).not.toContain('// mine');
    expect(updated.document.status).not.toBe('proven');
    expect(updated.exitCode).not.toBe(0);

    await cp(
      join(system.folder, '.millwright/conflicts/src/domain/tool.ts'),
      join(system.folder, 'src/domain/tool.ts'),
    );
    const settled = await system.update();
    expect(settled.exitCode).toBe(0);
    expect(existsSync(join(system.folder, '.millwright/conflicts'))).toBe(false);
  });

  test('a new request changes the blueprint, edits of the blueprint included', async () => {
    using line = new CommandLine();
    const request =
      'An API for kites.\n- Each kite has a name (required) and a colour.\n- Listen on port 4711';
    const system = await build(line, 'kites', request);
    await system.edit('blueprint.yaml', (yaml) => yaml.replace('port: 4711', 'port: 4712'));
    const wish = join(line.folder, 'wish.md');
    await writeFile(
      wish,
      request.replace('a colour', 'a colour and a span in centimetres between 10 and 900'),
    );
    const updated = await system.update('-f', wish);
    expect(updated.document.error).toBeUndefined();
    expect(await system.read('blueprint.yaml')).toMatch(/span/);
    expect(await system.read('blueprint.yaml')).toMatch(/port: 4712/);
    expect(await system.read('src/domain/kite.ts')).toMatch(/span/);

    const before = await system.files();
    await writeFile(wish, request.replace('4711', '4713'));
    const refused = await system.update('-f', wish);
    expect(refused.document.error).toMatchObject({
      code: 'blueprint_conflict',
      message: expect.stringContaining('4713'),
    });
    expect(refused.exitCode).toBe(1);
    expect(await system.files()).toEqual(before);
  });

  test('without its base nothing is replaced', async () => {
    using line = new CommandLine();
    const system = await clone(line);
    await rm(join(system.folder, '.millwright'), { recursive: true });
    await system.edit('blueprint.yaml', withField);
    const before = await system.files();
    const refused = await system.update();
    expect(refused.document.error).toMatchObject({
      code: 'no_base',
      remedy: expect.stringContaining('--without-base'),
    });
    expect(refused.exitCode).toBe(2);
    expect(await system.files()).toEqual(before);
    await system.update('--without-base');
    const after = await system.files();
    for (const [path, content] of Object.entries(before)) expect(after[path]).toBe(content);
    expect(await system.read('.millwright/conflicts/src/domain/tool.ts')).toContain('isLent');
    expect(existsSync(join(system.folder, '.millwright/base'))).toBe(true);
  });

  test('killed while it runs and resumed, it comes to the same; edits after an update are not undone', async () => {
    using line = new CommandLine();
    const [whole, killed] = [await clone(line, 'whole'), await clone(line, 'killed')];
    for (const system of [whole, killed]) await system.edit('blueprint.yaml', withField);
    expect((await whole.update()).exitCode).toBe(0);
    await line.run(['update', 'killed', '--json'], { killAfterMs: 1200 });
    const { runs } = JSON.parse((await line.run(['runs', 'list', '--json'])).stdout);
    const [latest] = runs;
    if (latest.labels.out.endsWith('killed') && latest.labels.command === 'update') {
      const resumed = await line.run(['runs', 'resume', latest.id, '--json']);
      expect(resumed.exitCode).toBe(0);
    } else expect((await killed.update()).exitCode).toBe(0);
    expect(await killed.files()).toEqual(await whole.files());

    await whole.edit('src/domain/tool.ts', (code) => `${code}// edited since\n`);
    const before = await whole.files();
    const refused = await line.run(['update', 'whole', '--undo', '--json']);
    expect(document(refused.stdout).error).toMatchObject({ code: 'changed_meanwhile' });
    expect(await whole.files()).toEqual(before);
  });

  test('a system can hold the state of its own updates', async () => {
    using line = new CommandLine();
    await cp(join(built.folder, 'workshop'), line.folder, { recursive: true });
    const system = new System(line, '.');
    await system.edit('blueprint.yaml', withField);
    expect((await system.update()).exitCode).toBe(0);
    expect((await line.run(['verify', '.', '--json'])).exitCode).toBe(0);
    expect(await system.read('src/domain/tool.ts')).toContain('isLent');
  });

  test('a broken blueprint is told with its place, and nothing is changed', async () => {
    using line = new CommandLine();
    const system = await clone(line);
    await system.edit('blueprint.yaml', (yaml) => yaml.replace('integer 1..40', 'intger 1..40'));
    const before = await system.files();
    const refused = await system.update();
    expect(refused.document.error).toMatchObject({ code: 'invalid_blueprint', place: { line: 7 } });
    expect(refused.exitCode).toBe(1);
    expect(await system.files()).toEqual(before);
  });
});
