import { FileTree, type GeneratedFile } from '@millwright/factory';
import { z } from 'zod';

/** The only form in which a model may change a system. */
export const editsSchema = z.strictObject({
  explanation: z.string().max(2_000).describe('What was wrong and what the edits do, in a few sentences.'),
  edits: z
    .array(
      z.strictObject({
        file: z.string().max(200).describe('Path of a file below src/, as it was shown.'),
        find: z
          .string()
          .max(20_000)
          .describe('Text that is in the file exactly once. Empty for a file that is not there yet.'),
        replace: z.string().max(40_000).describe('What stands in its place.'),
      }),
    )
    .max(30),
});
export type Edits = z.infer<typeof editsSchema>;

/** Thrown for an answer that reaches further than it may; nothing of it is used. */
export class EditRefusedError extends Error {
  readonly code = 'edit_refused';
  constructor(file: string, reason: string) {
    super(`an edit of ${JSON.stringify(file.slice(0, 80))} was refused: ${reason}`);
    this.name = 'EditRefusedError';
  }
}

const mostCharacters = 100_000;
/** Only the code of the system: never what it is to do, what proves it, how it is checked, or what it installs. */
const mayChange = /^src\/(?:[a-z0-9][a-z0-9.-]*\/)*[a-z0-9][a-z0-9.-]*\.ts$/;
/** A finding that is silenced is not repaired. */
const silenced =
  /@ts-(?:ignore|expect-error|nocheck)|(?:oxlint|eslint)-disable|biome-ignore|(?:c8|v8|istanbul) ignore|node:coverage/;
const imported =
  /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*|\bgetBuiltinModule\s*\(\s*)(['"`])([^'"`]+)\1/g;
/** What code can do without importing anything. */
const globals =
  /\b(?:fetch|WebSocket|EventSource|eval|Function|globalThis|process\.(?:binding|dlopen|kill|exit))\b/g;
/** Imports by a name that only shows when the code runs. */
const importedUnseen = /\bimport\s*\(\s*(?!['"])|\brequire\s*\(|\bcreateRequire\b|\bgetBuiltinModule\b/;

/**
 * The system with the edits made, one after the other.
 * @throws EditRefusedError for an edit outside `src`, one that finds nothing or several places, one that silences a check, and
 * one that uses modules or powers which no code of the system has used before
 */
export function applyEdits(tree: FileTree, { edits }: Edits): FileTree {
  const files = new Map(tree.files().map((file) => [file.path, file]));
  const powers = new Set(tree.files().filter(isSource).flatMap(powersOf));
  for (const { file: path, find, replace } of edits) {
    if (!mayChange.test(path) || path.includes('..'))
      throw new EditRefusedError(path, 'only src/ may be changed');
    const before = files.get(path);
    const content = before === undefined ? created(path, find, replace) : replaced(before, find, replace);
    const after = { ...before, path, content };
    const objection = objectionTo(before?.content ?? '', after, powers);
    if (objection !== undefined) throw new EditRefusedError(path, objection);
    files.set(path, after);
  }
  return FileTree.from(files.values());
}

function created(path: string, find: string, replace: string): string {
  if (find !== '') throw new EditRefusedError(path, 'there is no such file');
  return replace;
}

function replaced({ path, content }: GeneratedFile, find: string, replace: string): string {
  if (find === '') throw new EditRefusedError(path, 'the file is there already');
  const at = content.indexOf(find);
  if (at < 0) throw new EditRefusedError(path, 'the text to be replaced is not in it');
  if (content.includes(find, at + 1))
    throw new EditRefusedError(path, 'the text to be replaced is in it twice');
  return `${content.slice(0, at)}${replace}${content.slice(at + find.length)}`;
}

function objectionTo(before: string, after: GeneratedFile, powers: ReadonlySet<string>): string | undefined {
  const { content } = after;
  if (content.length > mostCharacters) return `it would have more than ${mostCharacters} characters`;
  if (isMore(silenced, before, content)) return 'it silences a check';
  if (isMore(importedUnseen, before, content)) return 'it imports what only shows when it runs';
  const power = powersOf(after).find((one) => !powers.has(one));
  return power && `it uses ${power.slice(0, 80)}, which the system has not used before`;
}

function isMore(pattern: RegExp, before: string, after: string): boolean {
  const count = (text: string) => text.match(new RegExp(pattern, 'g'))?.length ?? 0;
  return count(after) > count(before);
}

const isSource = ({ path }: GeneratedFile): boolean => path.startsWith('src/') && path.endsWith('.ts');

/** The packages, modules of Node, and globals of reach that a file uses. */
function powersOf({ content }: GeneratedFile): readonly string[] {
  const modules = [...content.matchAll(imported)].map(([, , module = '']) => module);
  const used = [...content.matchAll(globals)].map(([name]) => name);
  return [...modules.filter((module) => !/^\.{1,2}\//.test(module)), ...used];
}
