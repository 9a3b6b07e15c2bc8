import { expect, test } from 'vitest';
import { FileTree } from '../file-tree/file-tree.ts';
import type { FixContext } from '../healing/fixer.ts';
import { Services } from '../service/services.ts';
import { assemblePacks } from './assemble-packs.ts';
import { chooseAnalyser } from './analyser.ts';
import { definePack } from './pack.ts';

/** As a pack in plain JavaScript may say it. */
const assembled = (contents: object) =>
  assemblePacks(
    [
      definePack({
        name: 'plain',
        version: '1.0.0',
        description: 'Plain.',
        millwright: '*',
        setup: () => contents,
      }),
    ],
    { millwright: '0.1.0', services: new Services() },
  );

test('a part that lacks what it must have is named, and the others are used', async () => {
  const check = { name: 'plain/good', tier: 2, run: () => [] };
  const { problems, checksOf, generators } = await assembled({
    checks: { system: [check, { name: 'plain/no-tier', run: () => [] }, { tier: 1 }, null, 7] },
    generators: [{ name: 'plain/none', version: '1', description: 'x', capabilities: [] }],
    fixers: { system: [{ name: 'plain/fix' }] },
    templates: [{ name: 'plain/t' }],
    stages: [{ name: 'plain.s', description: 's' }],
    analysers: { system: [{ name: 'plain/a', suits: 1 }] },
  });
  expect(problems.map(({ code }) => code)).toEqual(Array.from({ length: 9 }, () => 'part_malformed'));
  expect(problems.map(({ message }) => message).join()).toMatch(
    /generate.*check plain\/no-tier.*check 3.*suits/s,
  );
  expect(generators.list()).toEqual([]);
  const [good] = checksOf('system');
  expect(good).toMatchObject({ name: 'plain/good', needs: [], timeoutMs: 60_000 });
  expect(good?.appliesTo({})).toBe(true);
});

test('a check that can never run is left out, and so is what needs it', async () => {
  const check = (name: string, needs: readonly string[]) => ({
    name: `plain/${name}`,
    tier: 2,
    needs,
    run: () => [],
  });
  const { problems, checksOf } = await assembled({
    checks: {
      system: [
        check('after', ['plain/first']),
        check('first', []),
        check('lost', ['plain/nowhere']),
        check('second', ['plain/lost']),
        check('a', ['plain/b']),
        check('b', ['plain/a']),
      ],
    },
  });
  expect(checksOf('system').map(({ name }) => name)).toEqual(['plain/after', 'plain/first']);
  expect(problems.map(({ code }) => code)).toEqual(Array.from({ length: 4 }, () => 'part_malformed'));
});

test('a stage in plain JavaScript takes any input', async () => {
  const { stages } = await assembled({
    stages: [{ name: 'plain.shout', description: 'Shouts.', run: () => 'HEY' }],
  });
  const stage = stages.get('plain.shout');
  expect(stage).toMatchObject({ version: '1', isPure: false });
  expect(await stage?.input['~standard'].validate({ a: 1 })).toEqual({ value: { a: 1 } });
});

test('a fixer may name only the files that it changes', async () => {
  const fixer = (fix: () => unknown) => ({
    name: 'plain/fix',
    version: '1',
    description: 'x',
    fixes: () => true,
    fix,
  });
  const tree = new FileTree().write('a.txt', 'a').write('b.txt', 'b');
  const fixed = async (fix: () => unknown) => {
    const { fixersOf } = await assembled({ fixers: { system: [fixer(fix)] } });
    return fixersOf('system')[0]?.fix([], { tree } as FixContext<unknown>);
  };
  expect((await fixed(() => [{ path: 'b.txt', content: 'c' }]))?.files()).toEqual([
    { path: 'a.txt', content: 'a' },
    { path: 'b.txt', content: 'c' },
  ]);
  expect(await fixed(() => undefined)).toBeUndefined();
  await expect(fixed(() => [{ path: '../b.txt', content: 'c' }])).rejects.toMatchObject({
    code: 'unsafe_path',
  });
});

test('the analyser that suits best is chosen, of equals the first; one that fails suits nothing', () => {
  const analyser = (name: string, suits: () => { score: number; because: string }) => ({
    name,
    version: '1',
    description: name,
    suits,
    analyse: () => name,
  });
  const chosen = (...scores: readonly (number | 'fails')[]) =>
    chooseAnalyser(
      scores.map((score, index) =>
        analyser(`plain/${index}`, () => {
          if (score === 'fails') throw new Error('no');
          return { score, because: 'so' };
        }),
      ),
      'anything',
    )?.analyser.name;
  expect(chosen(0.2, 0.9, 0.9)).toBe('plain/1');
  expect(chosen(0.2, 'fails', Number.NaN)).toBe('plain/0');
  // More than certain is nobody.
  expect(chosen(1, 99)).toBe('plain/0');
  expect(chosen(0, 'fails')).toBeUndefined();
});
