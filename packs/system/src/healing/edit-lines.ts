import { FileTree } from '@millwright/factory';

/** One place in a file; lines and columns count from 1. */
export interface LineEdit {
  readonly file: string;
  readonly line: number;
  /** The line as it is to be; undefined takes it away. Returns the line itself to leave it. */
  readonly edit: (line: string) => string | undefined;
}

/** The tree with the edits made; each sees the line as it was, and two for one line are both made. */
export function editLines(tree: FileTree, edits: readonly LineEdit[]): FileTree {
  const byFile = Map.groupBy(edits, ({ file }) => file);
  return FileTree.from(
    tree.files().map((file) => {
      const own = byFile.get(file.path);
      return own === undefined ? file : { ...file, content: edited(file.content, own) };
    }),
  );
}

function edited(content: string, edits: readonly LineEdit[]): string {
  const byLine = Map.groupBy(edits, ({ line }) => line);
  return content
    .split('\n')
    .flatMap((text, index) => {
      let line: string | undefined = text;
      for (const { edit } of byLine.get(index + 1) ?? []) if (line !== undefined) line = edit(line);
      return line === undefined ? [] : [line];
    })
    .join('\n');
}
