import { defineFixer, FileTree } from '@millwright/factory';
import type { HealingSubject } from '../healing-subject.ts';
import { codeOnly } from '../code-only.ts';

const closers: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']' };

/** Closes brackets where the indentation of what follows shows that they were to end. */
export const bracketFixer = defineFixer<HealingSubject>({
  name: 'system/brackets',
  version: '1',
  description:
    'Closes brackets that the indentation shows to have ended, and takes away those that close nothing.',
  fixes: ({ finding: { code, place } }) =>
    (code === 'syntax_error' || /^ts1[01]\d\d$/.test(code)) && place?.file.endsWith('.ts') === true,
  fix: (failures, { tree }) => {
    const broken = new Set(failures.map(({ finding }) => finding.place?.file));
    return FileTree.from(
      tree
        .files()
        .map((file) => (broken.has(file.path) ? { ...file, content: balanced(file.content) } : file)),
    );
  },
});

interface Opened {
  readonly bracket: string;
  readonly indent: number;
}

/** The code with as many brackets closed as were opened. Code whose lines are not indented as they nest stays as it is. */
export function balanced(content: string): string {
  const lines = content.split('\n');
  const code = codeOnly(content).split('\n');
  const stack: Opened[] = [];
  const result: string[] = [];
  for (const [index, line] of lines.entries()) {
    const text = code[index] ?? '';
    const isCode = text.trim() !== '';
    if (isCode) insertBefore(result, endedBy(stack, indentOf(text), isCloser(text)));
    if (isCode && isCloser(text) && stack.length === 0) continue;
    for (const character of text) follow(stack, character, indentOf(text));
    result.push(line);
  }
  insertBefore(result, endedBy(stack, -1, false));
  return result.join('\n');
}

/** The brackets that a line of this indentation shows to have ended, as the lines that close them. */
function endedBy(stack: Opened[], indent: number, isClosing: boolean): readonly string[] {
  const ended: string[] = [];
  for (
    let top = stack.at(-1);
    top && (isClosing ? indent < top.indent : indent <= top.indent);
    top = stack.at(-1)
  ) {
    stack.pop();
    const text = closers[top.bracket] ?? '';
    const last = ended.at(-1);
    // Brackets opened in one line are closed in one.
    if (last !== undefined && indentOf(last) === top.indent) ended[ended.length - 1] = last + text;
    else ended.push(' '.repeat(top.indent) + text);
  }
  return ended;
}

/** Before the empty lines that set apart what follows. */
function insertBefore(lines: string[], ended: readonly string[]): void {
  const at = lines.findLastIndex((line) => line.trim() !== '') + 1;
  lines.splice(at, 0, ...ended);
}

function follow(stack: Opened[], character: string, indent: number): void {
  if (closers[character] !== undefined) stack.push({ bracket: character, indent });
  else if (closers[stack.at(-1)?.bracket ?? ''] === character) stack.pop();
}

const isCloser = (text: string): boolean => /^\s*[})\]]/.test(text);
const indentOf = (text: string): number => text.length - text.trimStart().length;
