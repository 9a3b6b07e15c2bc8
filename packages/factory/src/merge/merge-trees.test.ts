import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffTrees } from '../file-tree/diff-trees.ts';
import { FileTree, type GeneratedFile } from '../file-tree/file-tree.ts';
import { conflictFolder, mergeTrees } from './merge-trees.ts';

const tree = (files: Readonly<Record<string, string>>) =>
  FileTree.from(Object.entries(files).map(([path, content]) => ({ path, content })));
const contents = (of: FileTree) => Object.fromEntries(of.files().map(({ path, content }) => [path, content]));
const kinds = (of: ReturnType<typeof mergeTrees>) =>
  Object.fromEntries(of.outcomes.map(({ path, kind }) => [path, kind]));

const code = 'one\ntwo\nthree\nfour\nfive\nsix\n';

describe('merging trees', () => {
  test('each file comes out as it must', () => {
    const merged = mergeTrees(
      tree({ same: 'a', changed: 'a', edited: 'a', dropped: 'a', away: 'a', both: code }),
      tree({ same: 'a', changed: 'a', edited: 'mine', dropped: 'a', own: 'mine', both: `mine\n${code}` }),
      tree({ same: 'a', changed: 'b', edited: 'a', away: 'b', new: 'b', both: `${code}new\n` }),
    );
    expect(contents(merged.tree)).toEqual({
      same: 'a',
      changed: 'b',
      edited: 'mine',
      new: 'b',
      own: 'mine',
      both: `mine\n${code}new\n`,
    });
    expect(kinds(merged)).toEqual({
      same: 'unchanged',
      changed: 'updated',
      edited: 'kept',
      dropped: 'deleted',
      away: 'left-out',
      both: 'merged',
      new: 'added',
    });
  });

  test('of a conflict both files are kept', () => {
    const merged = mergeTrees(tree({ 'a.ts': 'a\n' }), tree({ 'a.ts': 'mine\n' }), tree({ 'a.ts': 'new\n' }));
    expect(contents(merged.tree)).toEqual({ 'a.ts': 'mine\n', [`${conflictFolder}/a.ts`]: 'new\n' });
    expect(merged.outcomes).toMatchObject([
      { path: 'a.ts', kind: 'conflict', copy: `${conflictFolder}/a.ts`, conflicts: [{ place: 1 }] },
    ]);
    const next = mergeTrees(
      tree({ 'a.ts': 'new\n' }),
      tree({ 'a.ts': 'newer\n', [`${conflictFolder}/a.ts`]: 'new\n' }),
      tree({ 'a.ts': 'newer\n' }),
    );
    expect(contents(next.tree)).toEqual({ 'a.ts': 'newer\n' });
  });

  test('an edited file that is no longer generated stays, and is told', () => {
    const merged = mergeTrees(tree({ a: 'a' }), tree({ a: 'mine' }), tree({}));
    expect(contents(merged.tree)).toEqual({ a: 'mine' });
    expect(kinds(merged)).toEqual({ a: 'conflict' });
  });

  test('a renamed file receives the changes under its new name, edited or not', () => {
    const base = tree({ 'src/a.ts': code, 'src/b.ts': 'b\n' });
    const edited = code.replace('two', 'mine');
    const merged = mergeTrees(
      base,
      tree({ 'src/moved/c.ts': edited, 'src/b.ts': 'b\n' }),
      tree({ 'src/a.ts': `${code}new\n`, 'src/b.ts': 'b\n' }),
    );
    expect(contents(merged.tree)).toEqual({ 'src/moved/c.ts': `${edited}new\n`, 'src/b.ts': 'b\n' });
    expect(merged.outcomes[1]).toEqual({ path: 'src/moved/c.ts', renamedFrom: 'src/a.ts', kind: 'merged' });
    const again = mergeTrees(
      tree({ 'src/a.ts': `${code}new\n`, 'src/b.ts': 'b\n' }),
      merged.tree,
      tree({ 'src/a.ts': `${code}new\n`, 'src/b.ts': 'b\n' }),
    );
    expect(contents(again.tree)).toEqual(contents(merged.tree));
  });

  test('a file of the person where a new one belongs stays', () => {
    const merged = mergeTrees(
      tree({}),
      tree({ a: 'mine', 'docs/x': 'mine' }),
      tree({ a: 'new', docs: 'new' }),
    );
    expect(contents(merged.tree)).toEqual({
      a: 'mine',
      'docs/x': 'mine',
      [`${conflictFolder}/a`]: 'new',
      [`${conflictFolder}/docs`]: 'new',
    });
    expect(kinds(merged)).toEqual({ a: 'conflict', docs: 'conflict' });
  });

  test('what is no text is never replaced', () => {
    const opaque = new Set(['logo', 'big']);
    const merged = mergeTrees(tree({ logo: 'a', big: 'a' }), tree({}), tree({ logo: 'b', big: 'a' }), {
      opaque,
    });
    expect(contents(merged.tree)).toEqual({ [`${conflictFolder}/logo`]: 'b' });
    expect(kinds(merged)).toEqual({ big: 'kept', logo: 'conflict' });
  });

  test('line ends and the right to run are a change like others', () => {
    const long = code.replaceAll('\n', '\r\n');
    expect(contents(mergeTrees(tree({ a: code }), tree({ a: long }), tree({ a: code })).tree)).toEqual({
      a: long,
    });
    const updated = mergeTrees(tree({ a: code }), tree({ a: long }), tree({ a: `${code}new\n` }));
    expect(contents(updated.tree)).toEqual({ a: `${long}new\r\n` });
    const runnable = new FileTree().write('a', code, { isExecutable: true });
    expect(mergeTrees(tree({ a: code }), runnable, tree({ a: 'new' })).tree.get('a')).toEqual({
      path: 'a',
      content: 'new',
      isExecutable: true,
    });
  });
});

const path = fc.constantFrom('a.ts', 'b.ts', 'c.json', 'src/d.ts', 'src/e.md', 'f');
const line = fc.constantFrom('{', '}', 'x', 'y', '', 'return', '"k": 1');
const content = fc.array(line, { maxLength: 10 }).map((lines) => lines.map((one) => `${one}\n`).join(''));
const files = fc.dictionary(path, content);

/** Files taken away, renamed, made anew, and edited with words nobody else has. */
const edits = fc.array(
  fc.record({
    path,
    to: fc.constantFrom('mine.ts', 'src/mine.md', 'a.ts'),
    what: fc.constantFrom('remove', 'rename', 'add', 'insert', 'cut', 'longLineEnds'),
    at: fc.nat(10),
  }),
  { maxLength: 6 },
);

interface Edit {
  readonly path: string;
  readonly to: string;
  readonly what: string;
  readonly at: number;
}

const newContents: Readonly<Record<string, (content: string, at: number, own: string) => string>> = {
  insert: (content, at, own) =>
    content
      .split(/(?<=\n)/)
      .toSpliced(at, 0, own)
      .join(''),
  cut: (content, at) =>
    content
      .split(/(?<=\n)/)
      .toSpliced(at, 2)
      .join(''),
  longLineEnds: (content) => content.replaceAll(/\r?\n/g, '\r\n'),
};

function edit(of: Readonly<Record<string, string>>, list: readonly Edit[], word: string) {
  const now = new Map(Object.entries(of));
  for (const [index, { path: name, to, what, at }] of list.entries()) {
    const own = `${word} ${index}\n`;
    if (what === 'add' && !now.has(to)) now.set(to, own.repeat(2));
    const present = now.get(name);
    if (present === undefined) continue;
    if (what === 'rename' && !now.has(to)) now.set(to, present);
    if (what === 'rename' || what === 'remove') now.delete(name);
    const rewrite = newContents[what];
    if (rewrite) now.set(name, rewrite(present, at, own));
  }
  return Object.fromEntries(now);
}

const cases = fc.record({ base: files, theirs: edits, generated: edits, further: files });
const inputsOf = ({
  base,
  theirs,
  generated,
  further,
}: {
  base: Record<string, string>;
  theirs: readonly Edit[];
  generated: readonly Edit[];
  further: Record<string, string>;
}) => ({
  base: tree(base),
  theirs: tree(edit(base, theirs, 'mine')),
  generated: tree(edit({ ...further, ...base }, generated, 'new')),
});
const linesOf = (all: readonly GeneratedFile[], word: string) =>
  new Set(all.flatMap((file) => file.content.split(/\r?\n/)).filter((one) => one.startsWith(word)));

describe('whatever a person and a model change', () => {
  test('no line the person wrote is lost, and nothing generated is lost without a word', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const { base, theirs, generated } = inputsOf(one);
        const merged = mergeTrees(base, theirs, generated);
        const present = linesOf(merged.tree.files(), 'mine');
        for (const own of linesOf(theirs.files(), 'mine')) expect(present).toContain(own);
        for (const file of theirs.files())
          if (!base.get(file.path) && !generated.get(file.path)) {
            const renamed = merged.outcomes.some((outcome) => outcome.path === file.path);
            if (!renamed) expect(merged.tree.get(file.path)).toEqual(file);
          }
        const leftOut = new Set(
          merged.outcomes.filter(({ kind }) => kind === 'left-out').map((each) => each.path),
        );
        const shown = linesOf(merged.tree.files(), 'new');
        const due = generated.files().filter((file) => !leftOut.has(file.path));
        for (const added of linesOf(due, 'new')) expect(shown).toContain(added);
      }),
      { numRuns: 1000 },
    );
  });

  test('no edits: exactly what is generated. No change: exactly what the person has', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const { base, theirs, generated } = inputsOf(one);
        expect(mergeTrees(base, base, generated).tree.files()).toEqual(generated.files());
        expect(diffTrees(theirs, mergeTrees(base, theirs, base).tree)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('merging again writes nothing', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const { base, theirs, generated } = inputsOf(one);
        const { tree: once } = mergeTrees(base, theirs, generated);
        const again = mergeTrees(generated, once, generated);
        expect(diffTrees(once, again.tree).filter(({ path: at }) => !at.startsWith(conflictFolder))).toEqual(
          [],
        );
        expect(again.outcomes.filter(({ kind }) => kind === 'conflict')).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
