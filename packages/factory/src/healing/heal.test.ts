import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CheckResult } from '../check/finding.ts';
import { FileTree } from '../file-tree/file-tree.ts';
import { failuresOf } from './failure.ts';
import { defineFixer, type Fixer } from './fixer.ts';
import { heal, type HealOptions } from './heal.ts';

/** A check that finds every word BAD-x in the files, as an error with the code x. */
const check = async (tree: FileTree): Promise<readonly CheckResult[]> => {
  const findings = tree.files().flatMap(({ path, content }) =>
    content.split('\n').flatMap((line, index) =>
      [...line.matchAll(/BAD-(\w+)/g)].map(([, code = '']) => ({
        code,
        severity: 'error' as const,
        message: `line ${index + 1} says ${code}`,
        place: { file: path, line: index + 1 },
      })),
    ),
  );
  return [{ tier: 2, name: 'words', status: findings.length > 0 ? 'failed' : 'passed', findings, ms: 1 }];
};

/** Replaces a word by another. */
const replacer = (code: string, by: string, more: Partial<Fixer<unknown>> = {}) =>
  defineFixer<unknown>({
    name: `test/${code}`,
    version: '1',
    description: `Replaces ${code}.`,
    fixes: ({ finding }) => finding.code === code,
    fix: (_, { tree }) =>
      FileTree.from(
        tree.files().map((file) => ({ ...file, content: file.content.replaceAll(`BAD-${code}`, by) })),
      ),
    ...more,
  });

const healText = async (
  content: string,
  fixers: readonly Fixer<unknown>[],
  more: Partial<HealOptions<unknown>> = {},
) => {
  const tree = new FileTree().write('a.txt', content);
  const signal = new AbortController().signal;
  const healing = await heal({
    tree,
    results: await check(tree),
    subject: {},
    fixers,
    check,
    signal,
    ...more,
  });
  return {
    ...healing,
    text: healing.tree.get('a.txt')?.content,
    told: healing.attempts.map(({ fixer, outcome }) => `${fixer} ${outcome}`),
  };
};

test('fixers repair one after the other until nothing fails; each attempt has its diff', async () => {
  const { status, text, told, attempts } = await healText('BAD-a\nBAD-b', [
    replacer('a', 'fine'),
    replacer('b', 'good'),
  ]);
  expect([status, text, told]).toEqual(['healed', 'fine\ngood', ['test/a accepted', 'test/b accepted']]);
  expect(attempts[0]).toMatchObject({
    number: 1,
    before: 2,
    after: 1,
    diff: expect.stringContaining('+fine'),
  });
});

test('what makes nothing better, or breaks something else, is taken back', async () => {
  const { status, text, told } = await healText('BAD-a BAD-b', [
    replacer('a', 'BAD-x'),
    replacer('b', ''),
    replacer('a', 'BAD-a BAD-a', { name: 'test/double' }),
  ]);
  expect([status, text]).toEqual(['unhealed', 'BAD-a ']);
  expect(told).toEqual(['test/a rejected', 'test/b accepted', 'test/double rejected']);
});

test('a fixer that fails or does nothing ends nothing', async () => {
  const broken = replacer('a', '', {
    name: 'test/broken',
    fix: () => {
      throw new Error('out of order');
    },
  });
  const idle = replacer('a', '', { name: 'test/idle', fix: () => undefined });
  const { told, attempts } = await healText('BAD-a', [broken, idle, replacer('a', 'ok')]);
  expect(told).toEqual(['test/broken broken', 'test/idle nothing', 'test/a accepted']);
  expect(attempts[0]?.why).toBe('out of order');
});

test('a check that could not run before may find what it finds', async () => {
  const staged = async (tree: FileTree): Promise<readonly CheckResult[]> => {
    const text = tree.get('a.txt')?.content ?? '';
    const finding = (code: string) => ({ code, severity: 'error' as const, message: code });
    const boots = text.includes('BAD-boot') ? [finding('boot')] : [];
    const tests = text.includes('BAD-test') ? [finding('test'), finding('other')] : [];
    return [
      { tier: 3, name: 'boots', status: boots.length > 0 ? 'failed' : 'passed', findings: boots, ms: 0 },
      boots.length > 0
        ? { tier: 4, name: 'tests', status: 'skipped', findings: [], ms: 0, why: 'it does not boot' }
        : { tier: 4, name: 'tests', status: tests.length > 0 ? 'failed' : 'passed', findings: tests, ms: 0 },
    ];
  };
  const tree = new FileTree().write('a.txt', 'BAD-boot BAD-test');
  const { status, told } = await healText('BAD-boot BAD-test', [replacer('boot', ''), replacer('test', '')], {
    check: staged,
    results: await staged(tree),
  });
  expect([status, told]).toEqual(['healed', ['test/boot accepted', 'test/test accepted']]);
});

test('what a check could not see before is no step back, nor that a test fails in another way', async () => {
  const seeing = async (tree: FileTree): Promise<readonly CheckResult[]> => {
    const text = tree.get('a.txt')?.content ?? '';
    const error = (code: string, more: object = {}) => ({
      code,
      severity: 'error' as const,
      message: code,
      ...more,
    });
    const findings = text.includes('BAD-syntax')
      ? [error('syntax', { isBlocking: true })]
      : text.includes('BAD-type')
        ? [error('type'), error('more')]
        : [];
    const test = error('test_failed', { about: 'creates', message: text });
    const tests = text.includes('BAD') ? [test] : [];
    return [
      { tier: 2, name: 'types', status: findings.length > 0 ? 'failed' : 'passed', findings, ms: 1 },
      { tier: 4, name: 'tests', status: tests.length > 0 ? 'failed' : 'passed', findings: tests, ms: 2 },
    ];
  };
  const text = 'BAD-syntax BAD-type';
  const { told } = await healText(text, [replacer('syntax', ''), replacer('type', '')], {
    check: seeing,
    results: await seeing(new FileTree().write('a.txt', text)),
  });
  expect(told).toEqual(['test/syntax accepted', 'test/type accepted']);
});

test('attempts that are checked are bounded', async () => {
  const fixers = Array.from({ length: 9 }, (_, index) =>
    replacer('a', `BAD-x${index}`, { name: `test/${index}` }),
  );
  expect((await healText('BAD-a', fixers, { maxAttempts: 3 })).told).toHaveLength(3);
});

test('a fixer that learns may attack a failure again, and hears what became of its attempts', async () => {
  const heard: (string | undefined)[] = [];
  const learning = replacer('a', '', {
    tries: 3,
    fix: (_, { tree, earlier, note }) => {
      heard.push(earlier.at(-1)?.why);
      note(`try ${earlier.length + 1}`);
      const by = earlier.length < 2 ? `BAD-a${'!'.repeat(earlier.length + 1)}` : 'ok';
      return FileTree.from(tree.files().map((file) => ({ ...file, content: by })));
    },
  });
  const { attempts, status } = await healText('BAD-a', [learning]);
  expect(attempts.map(({ outcome, note }) => [outcome, note])).toEqual([
    ['rejected', 'try 1'],
    ['rejected', 'try 2'],
    ['accepted', 'try 3'],
  ]);
  expect(heard).toEqual([undefined, ...Array(2).fill('it leaves 1 failures where there were 1')]);
  expect(status).toBe('healed');
});

test('what is of no use for several failures together is tried for some of them', async () => {
  const tree = new FileTree().write('a.txt', 'BAD-a').write('b.txt', 'BAD-a').write('c.txt', 'BAD-a');
  const spoiling = defineFixer<unknown>({
    name: 'test/spoiling',
    version: '1',
    description: 'Mends all files but one, in which it makes things worse.',
    fixes: () => true,
    fix: (failures, context) => {
      const named = new Set(failures.map(({ finding }) => finding.place?.file));
      const content = (path: string) => (path === 'b.txt' ? 'BAD-x BAD-y' : 'ok');
      return FileTree.from(
        context.tree
          .files()
          .map((file) => (named.has(file.path) ? { ...file, content: content(file.path) } : file)),
      );
    },
  });
  const { attempts, remaining } = await healText('', [spoiling], { tree, results: await check(tree) });
  expect(attempts.map(({ outcome, files }) => [outcome, files.join()])).toEqual([
    ['rejected', 'a.txt,b.txt,c.txt'],
    ['accepted', 'a.txt'],
    ['rejected', 'b.txt'],
    ['accepted', 'c.txt'],
  ]);
  expect(remaining.map(({ finding }) => finding.place?.file)).toEqual(['b.txt']);
});

test('what was tried is not checked again', async () => {
  let checks = 0;
  const counting = (tree: FileTree) => {
    checks += 1;
    return check(tree);
  };
  const fixers = ['one', 'two'].map((name) => replacer('a', 'BAD-x', { name: `test/${name}` }));
  const { attempts } = await healText('BAD-a', fixers, { check: counting });
  expect(attempts.map(({ outcome }) => outcome)).toEqual(['rejected', 'nothing']);
  expect(attempts[1]?.why).toBe('it makes what was tried already');
  expect(checks).toBe(1);
});

test('a change that is of no use is told by the quickest check that failed, without the others', async () => {
  const asked: (string | undefined)[] = [];
  const slow: CheckResult = { tier: 4, name: 'slow', status: 'failed', findings: [], ms: 100 };
  const both = async (tree: FileTree, only?: string) => {
    asked.push(only);
    const [words] = await check(tree);
    const finding = { code: 'a', severity: 'error' as const, message: 'a' };
    const findings = tree.get('a.txt')?.content.includes('BAD') ? [finding] : [];
    const rest: CheckResult = { ...slow, findings, status: findings.length > 0 ? 'failed' : 'passed' };
    return words === undefined ? [rest] : [words, rest];
  };
  const results = await both(new FileTree().write('a.txt', 'BAD-a'));
  asked.length = 0;
  const fixers = [replacer('a', 'BAD-a !', { name: 'test/useless' }), replacer('a', 'ok')];
  const { told } = await healText('BAD-a', fixers, { check: both, results });
  expect(told.filter((one) => !one.endsWith('nothing'))).toEqual([
    'test/useless rejected',
    'test/a accepted',
  ]);
  expect(asked).toEqual(['words', 'slow', 'words', undefined]);
});

test('what the quickest check cannot tell, the others do', async () => {
  const result = (name: string, ms: number, isFailed: boolean): CheckResult => ({
    tier: 2,
    name,
    status: isFailed ? 'failed' : 'passed',
    findings: isFailed ? [{ code: name, severity: 'error', message: name }] : [],
    ms,
  });
  const three = async (tree: FileTree, only?: string) => {
    const text = tree.get('a.txt')?.content ?? '';
    const all = [
      result('quick', 1, text.includes('BAD-q')),
      result('slow', 9, text.includes('BAD-s')),
      result('none', 2, false),
    ];
    return only === undefined ? all : all.filter(({ name }) => name === only);
  };
  const text = 'BAD-q BAD-s';
  const wide = replacer('s', 'ok', { fixes: () => true });
  const { told, remaining } = await healText(text, [wide], {
    check: three,
    results: await three(new FileTree().write('a.txt', text)),
  });
  expect(told).toEqual(['test/s accepted']);
  expect(remaining.map(({ check: name }) => name)).toEqual(['quick']);
});

test('a failure keeps its fingerprint when lines move, and has another in another file', () => {
  const failures = (file: string, message: string) =>
    failuresOf([
      {
        tier: 2,
        name: 'types',
        status: 'failed',
        ms: 0,
        findings: [{ code: 'ts1', severity: 'error', message, place: { file, line: 3 } }],
      },
    ])[0]?.fingerprint;
  expect(failures('a.ts', 'in line 3: took 12.5 ms')).toBe(failures('a.ts', 'in line 44: took 9 ms'));
  expect(failures('a.ts', 'no x')).not.toBe(failures('a.ts', 'no y'));
  expect(failures('a.ts', 'no x')).not.toBe(failures('b.ts', 'no x'));
});

test('whatever fixers do: it ends, no failure is attacked twice in one way, and nothing gets worse', async () => {
  const code = fc.constantFrom('a', 'b', 'c', 'd');
  const arbitraryFixer = fc.record({ code, by: fc.constantFrom('', 'ok', 'BAD-a', 'BAD-b', 'BAD-c BAD-d') });
  await fc.assert(
    fc.asyncProperty(
      fc.array(code, { maxLength: 6 }),
      fc.array(arbitraryFixer, { maxLength: 6 }),
      async (codes, plans) => {
        const fixers = plans.map((plan, index) => replacer(plan.code, plan.by, { name: `test/${index}` }));
        const text = codes.map((one) => `BAD-${one}`).join('\n');
        const before = failuresOf(await check(new FileTree().write('a.txt', text)));
        const { attempts, remaining, status } = await healText(text, fixers);
        const attacks = attempts.map(({ fixer, failures }) => [fixer, ...failures.toSorted()].join(' '));
        expect(new Set(attacks).size).toBe(attacks.length);
        expect(remaining.length).toBeLessThanOrEqual(before.length);
        const known = new Set(before.map(({ fingerprint }) => fingerprint));
        expect(remaining.every(({ fingerprint }) => known.has(fingerprint))).toBe(true);
        expect(status === 'healed').toBe(remaining.length === 0);
      },
    ),
  );
});
