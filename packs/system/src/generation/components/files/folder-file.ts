import { SourceFile } from '../../code/source-file.ts';
import { folderFile } from './file-paths.ts';

/** `src/files/file-folder.ts`. */
export function renderFolderFile(): SourceFile {
  const file = new SourceFile(folderFile);
  for (const name of ['createHash', 'randomUUID']) file.imports.value('node:crypto', name);
  for (const name of ['mkdir', 'open', 'readdir', 'rename', 'rm', 'stat']) {
    file.imports.value('node:fs/promises', name);
  }
  for (const name of ['dirname', 'join']) file.imports.value('node:path', name);
  file.imports.value('node:stream', 'Readable');
  return file.add(code);
}

const code = `
/** What no record refers to may be on its way to one for this long. */
const GRACE_MS = 10 * 60_000;

export interface KeptFile {
  readonly size: number;
  readonly sha256: string;
}

/** Keeps the bytes of files under their checksums, so that equal files take their room once. */
export class FileFolder {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Keeps what arrives. Once this resolves, it survives a crash. */
  async keep(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<KeptFile> {
    const path = join(this.#path, 'arriving', randomUUID());
    await mkdir(dirname(path), { recursive: true });
    try {
      const kept = await write(path, chunks);
      const place = this.#placeOf(kept.sha256);
      await mkdir(dirname(place), { recursive: true });
      await rename(path, place);
      await flush(dirname(place));
      return kept;
    } finally {
      await rm(path, { force: true });
    }
  }

  /** The bytes from \`start\` to \`end\`, both included. */
  async read(sha256: string, start: number, end: number): Promise<ReadableStream> {
    const handle = await open(this.#placeOf(sha256));
    return Readable.toWeb(handle.createReadStream({ start, end })) as ReadableStream;
  }

  /** Removes what is not in use and has not just arrived. */
  async sweep(used: ReadonlySet<string>): Promise<void> {
    const entries = await readdir(this.#path, { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (!entry.isFile() || used.has(entry.name)) continue;
      const path = join(entry.parentPath, entry.name);
      const { mtimeMs } = await stat(path);
      if (mtimeMs < Date.now() - GRACE_MS) await rm(path, { force: true });
    }
  }

  async remove(): Promise<void> {
    await rm(this.#path, { recursive: true, force: true });
  }

  #placeOf(sha256: string): string {
    return join(this.#path, sha256.slice(0, 2), sha256);
  }
}

async function write(path: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<KeptFile> {
  const hash = createHash('sha256');
  let size = 0;
  const file = await open(path, 'wx');
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      size += chunk.byteLength;
      await file.appendFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { size, sha256: hash.digest('hex') };
}

/** A name survives a crash once its folder is on the disk. */
async function flush(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}`;
