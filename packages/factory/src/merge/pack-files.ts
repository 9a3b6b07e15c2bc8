import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { z } from 'zod';
import { PackedFilesError } from '../errors.ts';
import { FileTree } from '../file-tree/file-tree.ts';

const format = 1;
const lineLength = 120;
const mostBytes = 256 * 1024 * 1024;

const labelSchema = z.object({ format: z.literal(format), labels: z.record(z.string(), z.string()) });
const filesSchema = z.array(
  z.object({ path: z.string(), content: z.string(), isExecutable: z.literal(true).optional() }),
);

export interface PackedFiles {
  readonly tree: FileTree;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * A tree as one small text: a line of JSON that says what it is, then the files, compressed (Brotli) and in Base64. The same
 * tree and labels give the same text.
 */
export function packFiles({ tree, labels }: PackedFiles): string {
  const compressed = brotliCompressSync(JSON.stringify(tree.files()), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 7, [constants.BROTLI_PARAM_LGWIN]: 22 },
  });
  const lines = compressed.toString('base64').match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? [];
  return [JSON.stringify({ format, labels }), ...lines, ''].join('\n');
}

/** @throws PackedFilesError when the text is not what `packFiles` wrote, whole. */
export function unpackFiles(text: string): PackedFiles {
  try {
    const [head = '', ...lines] = text.split(/\r?\n/);
    const { labels } = labelSchema.parse(JSON.parse(head));
    const bytes = brotliDecompressSync(Buffer.from(lines.join(''), 'base64'), { maxOutputLength: mostBytes });
    const files = filesSchema.parse(JSON.parse(bytes.toString('utf8')));
    return {
      labels,
      tree: FileTree.from(
        files.map(({ path, content, isExecutable }) => ({
          path,
          content,
          ...(isExecutable ? { isExecutable } : {}),
        })),
      ),
    };
  } catch (error) {
    throw new PackedFilesError(error);
  }
}
