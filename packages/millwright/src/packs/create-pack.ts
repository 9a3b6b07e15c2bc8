import { resolve } from 'node:path';
import { FileTree, writeTree } from '@millwright/factory';
import manifest from '../../package.json' with { type: 'json' };
import type { PackCommand } from '../cli/commands.ts';
import { type Console, writeJson } from '../cli/console.ts';
import { type ExitCode, exitCode } from '../cli/exit-codes.ts';

/** Writes a pack that works: one check for systems, one generator, one template, and a test of each. */
export async function runPack({ name, out, json }: PackCommand, console: Console): Promise<ExitCode> {
  const folder = resolve(console.workingDirectory, out ?? `packs/${name}`);
  await writeTree(packFiles(name), folder, {});
  if (json) await writeJson(console.out, { pack: name, folder });
  else {
    console.out.write(`The pack ${name} is in ${folder}\n`);
    console.out.write(`  Try it     millwright packs list, from the folder above its "packs"\n`);
    console.out.write(`  Test it    node --test ${folder}/*.test.js\n`);
  }
  return exitCode.proven;
}

function packFiles(name: string): FileTree {
  const range = `^${manifest.version}`;
  const packageFile = {
    name: `millwright-pack-${name}`,
    version: '0.1.0',
    type: 'module',
    description: 'Says what a system is made of, and checks that each is introduced.',
    license: 'MIT',
    millwright: { pack: './pack.js' },
    scripts: { test: 'node --test' },
  };
  return new FileTree()
    .write('package.json', `${JSON.stringify(packageFile, null, 2)}\n`)
    .write('pack.js', packModule(name, range))
    .write('overview-generator.js', generatorModule(name))
    .write('introduction-check.js', checkModule(name))
    .write('pack.test.js', testModule(name))
    .write('README.md', readme(name));
}

const packModule = (
  name: string,
  range: string,
) => `import { introductionCheck } from './introduction-check.js';
import { overviewGenerator } from './overview-generator.js';

/** @type {import('@millwright/factory').Pack} */
export default {
  name: '${name}',
  version: '0.1.0',
  description: 'Says what a system is made of, and checks that each is introduced.',
  millwright: '${range}',
  setup: () => ({
    generators: [overviewGenerator],
    // Joins the proof of every system; its findings stand in the report.
    checks: { system: [introductionCheck] },
    templates: [
      {
        name: '${name}/reading-list',
        title: 'Reading list',
        description: 'Books with authors, to be read or done.',
        request: 'Keep books with a title and an author. A book can be finished. Only a book that is open can be finished.',
      },
    ],
  }),
};
`;

const generatorModule = (
  name: string,
) => `/** Writes an overview of a system's components; selected by \`document:overview\`. */
export const overviewGenerator = {
  name: '${name}/overview',
  version: '0.1.0',
  description: 'An overview of the components of a system.',
  capabilities: ['document:overview', 'language:markdown'],
  // Whatever offers Zod's \`safeParse\` tells which models are accepted.
  accepts: {
    safeParse: (model) =>
      Array.isArray(model?.components)
        ? { success: true, data: model }
        : { success: false, error: { issues: [{ path: ['components'], message: 'expected a list' }] } },
  },
  /** @param {{ title: string, components: { kind: string, name: string }[] }} model */
  generate: ({ title, components }) => [{ path: 'OVERVIEW.md', content: overview(title, components) }],
};

function overview(title, components) {
  const lines = components.map(({ kind, name }) => \`- \${name} (\${kind})\`);
  return \`# \${title}\\n\\n\${lines.join('\\n')}\\n\`;
}
`;

const checkModule = (name: string) => `import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Each system introduces itself: its README begins with its title. */
export const introductionCheck = {
  name: '${name}/introduction',
  tier: 2,
  needs: [],
  timeoutMs: 5_000,
  appliesTo: ({ model }) => model !== undefined || { why: 'the blueprint could not be read' },
  async run({ stage, model }) {
    const readme = await readFile(join(stage.folder, 'README.md'), 'utf8').catch(() => '');
    if (readme.startsWith(\`# \${model.title}\`)) return [];
    return [
      {
        code: 'not_introduced',
        severity: 'warning',
        message: \`README.md does not begin with "# \${model.title}".\`,
        place: { file: 'README.md', line: 1 },
      },
    ];
  },
};
`;

const testModule = (name: string) => `import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import pack from './pack.js';

const { generators, checks, templates } = pack.setup();

test('everything the pack brings bears its name', () => {
  for (const { name } of [...generators, ...checks.system, ...templates]) assert.match(name, /^${name}\\//);
});

test('the overview names each component', () => {
  const model = { title: 'Loans', components: [{ kind: 'Store', name: 'store' }] };
  const [generator] = generators;
  assert.equal(generator.accepts.safeParse(model).success, true);
  assert.equal(generator.accepts.safeParse({}).success, false);
  const [file] = generator.generate(model);
  assert.equal(file.path, 'OVERVIEW.md');
  assert.match(file.content, /^# Loans\\n\\n- store \\(Store\\)\\n$/);
});

test('a system without an introduction is found', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'pack-'));
  t.after(() => rm(folder, { recursive: true }));
  const [check] = checks.system;
  const context = { stage: { folder }, model: { title: 'Loans' } };
  assert.equal((await check.run(context))[0].code, 'not_introduced');
  await writeFile(join(folder, 'README.md'), '# Loans\\n');
  assert.deepEqual(await check.run(context), []);
});
`;

const readme = (name: string) => `# millwright-pack-${name}

A pack for Millwright: a generator, a check that joins the proof of every system, and a template.

Millwright finds it in the folder \`packs\` of the project you work in, or among the dependencies of its package.json.
\`millwright packs list\` shows it, \`npm test\` tests it.
`;
