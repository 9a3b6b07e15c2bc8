import {
  diffTrees,
  FileTree,
  formatTree,
  type GeneratedFile,
  type MergedTree,
  type MergeOutcome,
  mergeTrees,
  readWorkTree,
  ToolFailedError,
  type TreeChange,
} from '@millwright/factory';
import { baseFiles } from './base.ts';

export interface UpdatePlan {
  /** What has to happen to the folder. */
  readonly changes: readonly TreeChange[];
  /** What became of each generated file; those that stay as they are are left out. */
  readonly outcomes: readonly MergeOutcome[];
}

export interface UpdateSources {
  readonly folder: string;
  /** Absent: every file that is there is taken to be the person's. */
  readonly base: FileTree | undefined;
  readonly generated: FileTree;
  /** The blueprint as the latest request alone would have it. */
  readonly asked: string;
  /** The requirements were read from the person's file, so that stands as it is. */
  readonly isRequirementsTheirs: boolean;
  readonly signal?: AbortSignal;
}

/** Works out how a folder gets what is generated now and keeps what the person made of it. Changes nothing. */
export async function planUpdate(sources: UpdateSources): Promise<UpdatePlan> {
  const { folder, signal } = sources;
  const base = sources.base ?? new FileTree();
  const paths = [base, sources.generated, FileTree.from(baseFiles(base))].flatMap(pathsOf);
  const { tree: theirs, opaque } = await readWorkTree(folder, new Set(paths));
  const generated = sources.isRequirementsTheirs
    ? withFile(sources.generated, theirs.get('requirements.yaml'))
    : sources.generated;
  const carried = carriedFiles(sources);
  const inTheirForm = await formFor(theirs, base, signal);
  const merged = await mergeInForm(
    // The new blueprint was made from theirs, edits included: to nothing else is it compared.
    await inTheirForm(withFile(base, theirs.get('blueprint.yaml'))),
    without(theirs, carried),
    await inTheirForm(generated),
    opaque,
    signal,
  );
  const after = FileTree.from([...merged.tree.files(), ...carried.files()]);
  return {
    changes: diffTrees(theirs, after),
    outcomes: merged.outcomes.filter(({ kind }) => kind !== 'unchanged'),
  };
}

/** What the next update compares with: no edit of a person's is in it. */
function carriedFiles({ base, generated, asked, isRequirementsTheirs }: UpdateSources): FileTree {
  const untouched = isRequirementsTheirs ? withFile(generated, base?.get('requirements.yaml')) : generated;
  return FileTree.from(baseFiles(withFile(untouched, { path: 'blueprint.yaml', content: asked })));
}

const pathsOf = (tree: FileTree): readonly string[] => tree.files().map(({ path }) => path);

function withFile(tree: FileTree, file: GeneratedFile | undefined): FileTree {
  if (!file) return tree;
  return FileTree.from([...tree.files().filter(({ path }) => path !== file.path), file]);
}

function without(tree: FileTree, left: FileTree): FileTree {
  return FileTree.from(tree.files().filter(({ path }) => !left.get(path)));
}

/** When the person changed how code is formatted, what was generated is brought into that form before it is compared. */
async function formFor(
  theirs: FileTree,
  base: FileTree,
  signal: AbortSignal | undefined,
): Promise<(tree: FileTree) => Promise<FileTree>> {
  const form = theirs.get('biome.json');
  const own = base.get('biome.json');
  if (!form || !own || form.content === own.content) return (tree) => Promise.resolve(tree);
  return async (tree) => {
    const original = tree.get('biome.json');
    const rest = tree.files().filter(({ path }) => path !== 'biome.json');
    const formatted = await formatIfPossible(FileTree.from([...rest, form]), signal);
    const files = formatted.files().filter(({ path }) => path !== 'biome.json');
    return FileTree.from(original ? [...files, original] : files);
  };
}

/**
 * Files that a person put into another form by other means differ in every line. Where that is what stands in the way, they are
 * merged in the form that is generated. What a merge put together is formatted, if theirs was.
 */
async function mergeInForm(
  base: FileTree,
  theirs: FileTree,
  generated: FileTree,
  opaque: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Promise<MergedTree> {
  const first = mergeTrees(base, theirs, generated, { opaque });
  const touched = first.outcomes.filter(
    ({ kind, conflicts }) => kind === 'merged' || conflicts !== undefined,
  );
  if (touched.length === 0) return first;
  const formatted = await formatFiles(
    theirs,
    touched.map(({ path }) => path),
    signal,
  );
  const unformed = first.outcomes.filter(({ path, conflicts }) => {
    return conflicts !== undefined && formatted.get(path)?.content !== theirs.get(path)?.content;
  });
  const second =
    unformed.length === 0
      ? first
      : mergeTrees(base, replaced(theirs, formatted, unformed), generated, { opaque });
  const isSolved = ({ path }: MergeOutcome) =>
    second.outcomes.some((outcome) => outcome.path === path && outcome.kind !== 'conflict');
  const solved = unformed.filter(isSolved);
  const merged =
    solved.length === unformed.length
      ? second
      : mergeTrees(base, replaced(theirs, formatted, solved), generated, { opaque });
  const inForm = touched.filter(
    ({ path }) =>
      solved.some((one) => one.path === path) || formatted.get(path)?.content === theirs.get(path)?.content,
  );
  const results = await formatFiles(
    merged.tree,
    inForm.map(({ path }) => path),
    signal,
  );
  return { tree: replaced(merged.tree, results, inForm), outcomes: merged.outcomes };
}

/** The files at these paths, formatted as the tree's own configuration says. */
async function formatFiles(
  tree: FileTree,
  paths: readonly string[],
  signal: AbortSignal | undefined,
): Promise<FileTree> {
  const wanted = new Set([...paths, 'biome.json']);
  const files = tree.files().filter(({ path }) => wanted.has(path));
  return formatIfPossible(FileTree.from(files), signal);
}

/** A person's configuration may be one that the formatter refuses; then nothing is formatted. */
async function formatIfPossible(tree: FileTree, signal: AbortSignal | undefined): Promise<FileTree> {
  try {
    return (await formatTree(tree, undefined, signal)).tree;
  } catch (error) {
    if (error instanceof ToolFailedError) return tree;
    throw error;
  }
}

function replaced(tree: FileTree, by: FileTree, at: readonly { readonly path: string }[]): FileTree {
  const paths = new Set(at.map(({ path }) => path));
  return FileTree.from(
    tree.files().map((file) => {
      const other = paths.has(file.path) ? by.get(file.path) : undefined;
      return other ? { ...file, content: other.content } : file;
    }),
  );
}
