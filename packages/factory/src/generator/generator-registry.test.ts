import { expect, test } from 'vitest';
import { z } from 'zod';
import { FileTree } from '../file-tree/file-tree.ts';
import { defineGenerator } from './generator.ts';
import { GeneratorRegistry } from './generator-registry.ts';

const greeter = (name: string, capabilities: readonly string[], version = '1.0.0') =>
  defineGenerator({
    name,
    version,
    description: 'Writes a greeting.',
    capabilities,
    accepts: z.object({ who: z.string().min(1) }),
    generate: ({ who }) => new FileTree().write('hello.txt', `Hello ${who}`),
  });

const registry = new GeneratorRegistry()
  .register(greeter('b/typescript', ['language:typescript', 'store:memory']))
  .register(greeter('a/typescript', ['language:typescript', 'store:memory', 'store:sqlite']))
  .register(greeter('c/typescript', ['language:typescript', 'store:memory', 'store:sqlite']))
  .register(greeter('d/python', ['language:python', 'store:sqlite']));

test('selects the best and says why the others were passed over', () => {
  const { generator, score, candidates } = registry.select({
    required: ['language:typescript'],
    preferred: ['store:sqlite', 'store:memory'],
  });
  expect([generator.name, score]).toEqual(['a/typescript', 1]);
  expect(candidates).toEqual([
    { name: 'a/typescript', score: 1 },
    {
      name: 'c/typescript',
      score: 1,
      passedOver: 'it scores the same as a/typescript, which comes first by name',
    },
    { name: 'b/typescript', score: 0.5, passedOver: 'it scores 0.50, a/typescript scores 1.00' },
    { name: 'd/python', score: 0.5, passedOver: 'it lacks language:typescript' },
  ]);
});

test('without preferences every generator that can do it is as good', () => {
  expect(registry.select({ required: ['language:python'] })).toMatchObject({
    generator: { name: 'd/python' },
    score: 1,
  });
});

test('says what each lacks when none fits', () => {
  expect(() => registry.select({ required: ['language:go'] })).toThrow(
    expect.objectContaining({
      code: 'no_generator',
      message: expect.stringContaining('b/typescript: it lacks'),
    }),
  );
  expect(() => new GeneratorRegistry().select({ required: [] })).toThrow(
    expect.objectContaining({ code: 'no_generator' }),
  );
});

test('refuses a name twice', () => {
  const twice = () => new GeneratorRegistry().register(greeter('x', [])).register(greeter('x', [], '2.0.0'));
  expect(twice).toThrow(
    expect.objectContaining({ code: 'generator_conflict', message: expect.stringContaining('2.0.0') }),
  );
});

test('runs a generator on a model that it accepts, and on no other', async () => {
  const tree = await registry.run('d/python', { who: 'you' });
  expect(tree.get('hello.txt')?.content).toBe('Hello you');
  await expect(registry.run('d/python', { who: '' })).rejects.toMatchObject({ code: 'model_not_accepted' });
  await expect(registry.run('nobody', {})).rejects.toMatchObject({ code: 'unknown_generator' });
});

test('a configuration may ask for a generator by its name, if it has what is required', () => {
  const required = ['language:typescript'];
  const { generator, candidates } = registry.select({
    required,
    preferred: ['store:sqlite'],
    chosen: 'b/typescript',
  });
  expect(generator.name).toBe('b/typescript');
  expect(candidates[1]).toMatchObject({
    name: 'a/typescript',
    score: 1,
    passedOver: 'b/typescript was asked for',
  });
  expect(() => registry.select({ required, chosen: 'd/python' })).toThrow(
    expect.objectContaining({ code: 'no_generator', message: expect.stringContaining('d/python: it lacks') }),
  );
  expect(() => registry.select({ required, chosen: 'x' })).toThrow(
    expect.objectContaining({ code: 'unknown_generator' }),
  );
});

test('a plain list of files is a tree, and its paths are checked', async () => {
  const writer = (path: string) =>
    defineGenerator({ ...greeter(`list/${path.length}`, []), generate: () => [{ path, content: 'x' }] });
  const lists = new GeneratorRegistry().register(writer('a/b.txt')).register(writer('../escaped.txt'));
  expect((await lists.run('list/7', { who: 'you' })).get('a/b.txt')?.content).toBe('x');
  await expect(lists.run('list/14', { who: 'you' })).rejects.toMatchObject({ code: 'unsafe_path' });
});

test('what is no file is refused with the name of the generator; a tree of another copy is one', async () => {
  const making = (made: unknown) =>
    new GeneratorRegistry()
      .register(defineGenerator({ ...greeter('odd/maker', []), generate: () => made as FileTree }))
      .run('odd/maker', { who: 'you' });
  for (const made of [
    undefined,
    7,
    'text',
    {},
    [null],
    ['a.txt'],
    [{ path: 5, content: 'x' }],
    [{ path: 'a' }],
  ])
    await expect(making(made)).rejects.toMatchObject({ code: 'files_malformed', generator: 'odd/maker' });
  const foreign = { files: () => [{ path: 'a.txt', content: 'x' }] };
  expect((await making(foreign)).get('a.txt')?.content).toBe('x');
});

test('what a configuration asks for is looked at before it is wanted', () => {
  expect(() => registry.checkChoices({ 'language:python': 'd/python' })).not.toThrow();
  expect(() => registry.checkChoices({ 'language:pyhton': 'd/python' })).toThrow(
    expect.objectContaining({
      code: 'bad_generator_choice',
      message: expect.stringContaining('language:python'),
    }),
  );
  expect(() => registry.checkChoices({ 'language:go': 'x' })).toThrow(
    expect.objectContaining({ code: 'unknown_generator' }),
  );
});
