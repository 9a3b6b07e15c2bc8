import { defineFixer, FileTree, type GeneratedFile } from '@millwright/factory';
import type { HealingSubject } from '../healing-subject.ts';

/** Repairs JSON that cannot be read: comments, commas too many or too few, brackets that are not closed. */
export const jsonFixer = defineFixer<HealingSubject>({
  name: 'system/json',
  version: '1',
  description:
    'Repairs JSON that cannot be read: comments, commas too many or too few, brackets that are not closed.',
  // A broken configuration makes its tool fail in words of its own.
  fixes: () => true,
  fix: (_, { tree }) => FileTree.from(tree.files().map(repaired)),
});

function repaired(file: GeneratedFile): GeneratedFile {
  if (!/^[^/]+\.json$/.test(file.path) || isReadable(file.content)) return file;
  const value = readBroken(file.content);
  return value === undefined ? file : { ...file, content: `${JSON.stringify(value, null, 2)}\n` };
}

function isReadable(text: string): boolean {
  return parse(text) !== undefined;
}

/** What broken JSON most likely says; undefined when that cannot be told. */
export function readBroken(text: string): unknown {
  let tried = text.replace(/^\uFEFF/, '');
  for (const repair of repairs) {
    tried = repair(tried);
    const parsed = parse(tried);
    if (parsed !== undefined) return parsed.value;
  }
  return undefined;
}

/** A text, or anything else up to the next one. */
const parts = /"(?:[^"\\\n]|\\.)*"|[^"]+|"/g;

/** Changes what stands outside of texts. */
const outside = (change: (rest: string) => string) => (text: string) =>
  [...text.matchAll(parts)].map(([part]) => (part.startsWith('"') ? part : change(part))).join('');

const repairs: readonly ((text: string) => string)[] = [
  (text) => text.replace(/("(?:[^"\\\n]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, '$1'),
  outside((rest) => rest.replace(/,(\s*[}\]])/g, '$1')),
  (text) => text.replace(/(["}\]\d]|true|false|null)(\s*\n\s*)(?=["{[])/g, '$1,$2'),
  closed,
];

/** Without a last member that was not written to its end, and with the brackets closed that are open. */
function closed(text: string): string {
  const open: string[] = [];
  let whole = 0;
  for (const { 0: part, index } of text.matchAll(/"(?:[^"\\\n]|\\.)*"|[{}[\],]/g)) {
    if (part === '{') open.push('}');
    else if (part === '[') open.push(']');
    else if (part === '}' || part === ']') open.pop();
    // What stands before a comma, or after a bracket, was written to its end.
    if (part === ',') whole = index;
    else if (!part.startsWith('"')) whole = index + 1;
  }
  return text.slice(0, whole) + open.toReversed().join('');
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
