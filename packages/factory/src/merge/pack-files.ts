import { hash } from 'node:crypto';
import { brotliDecompressSync, constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { z } from 'zod';
import { PackedFilesError } from '../errors.ts';
import { FileTree } from '../file-tree/file-tree.ts';

const lineLength = 120;
const mostBytes = 256 * 1024 * 1024;

const headSchema = z.object({
  /** 1: Brotli, which earlier versions wrote. 2: Zstandard. */
  format: z.union([z.literal(1), z.literal(2)]),
  sha256: z.string(),
  labels: z.record(z.string(), z.string()),
});
const filesSchema = z.array(
  z.object({ path: z.string(), content: z.string(), isExecutable: z.literal(true).optional() }),
);

export interface PackedFiles {
  readonly tree: FileTree;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * A tree as one small text: a line of JSON that says what it is, then the files, compressed (Zstandard) and in Base64. The same
 * tree and labels give the same text.
 */
export function packFiles({ tree, labels }: PackedFiles): string {
  const compressed = zstdCompressSync(JSON.stringify(tree.files()), {
    params: { [constants.ZSTD_c_compressionLevel]: 6, [constants.ZSTD_c_windowLog]: 24 },
  });
  const packed = compressed.toString('base64');
  const lines = packed.match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? [];
  return [JSON.stringify({ format: 2, sha256: hash('sha256', packed), labels }), ...lines, ''].join('\n');
}

/** @throws PackedFilesError when the text is not what `packFiles` wrote, whole. */
export function unpackFiles(text: string): PackedFiles {
  try {
    const [head = '', ...lines] = text.split(/\r?\n/);
    const { format, labels, sha256 } = headSchema.parse(JSON.parse(head));
    const packed = lines.join('');
    // Two versions that a version control system put together line by line may well unpack to something.
    if (hash('sha256', packed) !== sha256) throw new Error('The digest is another.');
    const decompress = format === 1 ? brotliDecompressSync : zstdDecompressSync;
    const bytes = decompress(Buffer.from(packed, 'base64'), { maxOutputLength: mostBytes });
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
