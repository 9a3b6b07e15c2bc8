import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Check, defineCheck } from '../check/check.ts';
import { assemblePacks } from './assemble-packs.ts';
import { definePack } from './pack.ts';
import { loadPacks } from './load-packs.ts';
import { defineService } from '../service/service-token.ts';
import { Services } from '../service/services.ts';

async function project(files: Readonly<Record<string, string | object>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'packs-'));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return root;
}

const manifest = (name: string) => ({ name, type: 'module', millwright: { pack: './pack.js' } });
const entry = (body: string) => `export default {
  name: 'greeter', version: '1.0.0', description: 'Greets.', millwright: '^0.1.0',
  ${body}
};`;

const load = (root: string, services = new Services()) =>
  loadPacks(
    { packs: [], projects: [root], folders: [join(root, 'packs')] },
    { millwright: '0.1.0', services },
  );

test('packs are found through the dependencies of a project and in its folder of packs', async () => {
  const root = await project({
    'package.json': { dependencies: { 'pack-greeter': '1', 'left-alone': '1' } },
    'node_modules/pack-greeter/package.json': manifest('pack-greeter'),
    'node_modules/pack-greeter/pack.js': entry(
      `setup: () => ({ templates: [{ name: 'greeter/hello', title: 'Hello', description: 'Says hello.', request: 'Hi' }] })`,
    ),
    'node_modules/left-alone/package.json': { name: 'left-alone' },
    'packs/local/package.json': manifest('local'),
    'packs/local/pack.js': entry('setup: () => ({})').replace("'greeter'", "'local'"),
  });
  const { packs, problems, templates } = await load(root);
  expect(problems).toEqual([]);
  expect(packs.map(({ name }) => name)).toEqual(['greeter', 'local']);
  expect([...templates.keys()]).toEqual(['greeter/hello']);
});

test('a pack that is broken, malformed or fails is named and takes no other down', async () => {
  const root = await project({
    'packs/a-thrower/package.json': manifest('a-thrower'),
    'packs/a-thrower/pack.js': `throw new Error('boom');`,
    'packs/b-number/package.json': manifest('b-number'),
    'packs/b-number/pack.js': 'export default 5;',
    'packs/c-json/package.json': '{',
    'packs/d-missing/package.json': manifest('d-missing'),
    'packs/e-setup/package.json': manifest('e-setup'),
    'packs/e-setup/pack.js': entry(`setup: () => { throw new Error('no'); }`).replace("'greeter'", "'setup'"),
    'packs/f-good/package.json': manifest('f-good'),
    'packs/f-good/pack.js': entry('setup: () => ({})'),
  });
  const { packs, problems } = await load(root);
  expect(packs.map(({ name }) => name)).toEqual(['greeter']);
  expect(problems.map(({ pack, code }) => [pack, code])).toEqual([
    ['c-json', 'pack_malformed'],
    ['a-thrower', 'pack_broken'],
    ['b-number', 'pack_malformed'],
    ['d-missing', 'pack_not_found'],
    ['setup', 'pack_broken'],
  ]);
  for (const { remedy } of problems) expect(remedy).not.toBe('');
});

test('names outside of the pack and names that are taken are refused, the rest is used', async () => {
  const template = (name: string) => ({ name, title: name, description: name, request: name });
  const greedy = definePack({
    name: 'greedy',
    version: '1.0.0',
    description: 'Takes all.',
    millwright: '*',
    setup: () => ({ templates: [template('system/crud'), template('greedy/a'), template('greedy/a')] }),
  });
  const { templates, problems } = await assemblePacks([greedy], {
    millwright: '0.1.0',
    services: new Services(),
  });
  expect([...templates.keys()]).toEqual(['greedy/a']);
  expect(problems.map(({ code }) => code)).toEqual(['foreign_name', 'name_conflict']);
});

test('checks and fixers join the product they name; a pack may leave its name out within its own', async () => {
  const check = (name: string) => defineCheck({ name, tier: 2, run: () => [] });
  const pack = (name: string, checks: Readonly<Record<string, readonly Check<unknown>[]>>) =>
    definePack({ name, version: '1.0.0', description: name, millwright: '*', setup: () => ({ checks }) });
  const { checksOf, fixersOf, problems } = await assemblePacks(
    [
      pack('maker', { maker: [check('types'), check('maker/lint'), check('types')] }),
      pack('guest', { maker: [check('guest/licences'), check('types')] }),
    ],
    { millwright: '0.1.0', services: new Services() },
  );
  expect(checksOf('maker').map(({ name }) => name)).toEqual(['types', 'maker/lint', 'guest/licences']);
  expect(fixersOf('maker')).toEqual([]);
  expect(problems.map(({ pack: owner, code }) => [owner, code])).toEqual([
    ['maker', 'name_conflict'],
    ['guest', 'foreign_name'],
  ]);
});

test('services come by their tokens; a pack without one it needs is left out', async () => {
  const clock = defineService<() => number>('clock');
  const order: string[] = [];
  const timekeeper = definePack({
    name: 'timekeeper',
    version: '1.0.0',
    description: 'Knows the time.',
    millwright: '*',
    services: [clock],
    setup: (services) => {
      order.push(`set up at ${services.get(clock)()}`);
      return {};
    },
    close: () => void order.push('closed'),
  });
  const without = await assemblePacks([timekeeper], { millwright: '0.1.0', services: new Services() });
  expect(without.problems).toMatchObject([{ pack: 'timekeeper', code: 'missing_service' }]);

  const services = new Services().provide(clock, () => 7);
  const assembly = await assemblePacks([timekeeper], { millwright: '0.1.0', services });
  await assembly.close();
  expect(order).toEqual(['set up at 7', 'closed']);
  expect(() => services.provide(clock, () => 8)).toThrow(
    expect.objectContaining({ code: 'service_conflict' }),
  );
  expect(() => services.forPack('timekeeper').get(defineService('nothing'))).toThrow(
    expect.objectContaining({ code: 'missing_service' }),
  );
});
