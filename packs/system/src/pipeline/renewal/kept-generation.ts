import { hash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { biome, resolveTool } from '@millwright/factory';
import manifest from '../../../package.json' with { type: 'json' };
import type { KeptPieces } from '../../tracking/pieces.ts';
import type { FormattedFiles } from './format-changed.ts';

/** What a generation leaves to the next one of the same system. It is an aid: without it everything is made anew. */
export interface KeptGeneration {
  readonly design?: KeptPieces;
  readonly files?: KeptPieces;
  readonly formatted: FormattedFiles;
}

export const nothingKept: KeptGeneration = { formatted: {} };

/** Beside the base, and like all there but the base not for other machines. */
const keptPath = '.millwright/pieces';

const maxBytes = 512 * 1024 * 1024;

/** Empty when there is nothing, when it is damaged, or when another Millwright left it. */
export async function readKept(folder: string): Promise<KeptGeneration> {
  try {
    const bytes = await promisify(zstdDecompress)(await readFile(join(folder, keptPath)), {
      maxOutputLength: maxBytes,
    });
    const { by, sha256, text } = split(bytes.toString('utf8'));
    if (by !== generatedBy() || hash('sha256', text) !== sha256) return nothingKept;
    const { design, files, formatted } = JSON.parse(text) as StoredGeneration;
    return { design: unpacked(design), files: unpacked(files), formatted };
  } catch {
    return nothingKept;
  }
}

/** Keeps it for the next generation. That it cannot be kept is no error. */
export async function writeKept(folder: string, { design, files, formatted }: KeptGeneration): Promise<void> {
  if (design === undefined || files === undefined) return;
  const stored: StoredGeneration = { design: packed(design), files: packed(files), formatted };
  const text = JSON.stringify(stored);
  const whole = `${generatedBy()} ${hash('sha256', text)}\n${text}`;
  const place = join(folder, keptPath);
  try {
    const bytes = await promisify(zstdCompress)(whole, {
      params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_windowLog]: 24 },
    });
    await mkdir(dirname(place), { recursive: true });
    await writeFile(`${place}.new`, bytes);
    await rename(`${place}.new`, place);
  } catch {
    // The next generation makes everything anew.
  }
}

function split(whole: string) {
  const end = whole.indexOf('\n');
  const [by = '', sha256 = ''] = whole.slice(0, end).split(' ');
  return { by, sha256, text: whole.slice(end + 1) };
}

/** Names of parts are many and long, and come again and again. */
interface StoredPieces {
  readonly parts: readonly (readonly [name: string, content: string])[];
  readonly names: readonly string[];
  readonly pieces: readonly (readonly [
    name: string,
    given: string,
    parts: readonly number[],
    value: unknown,
  ])[];
}

interface StoredGeneration {
  readonly design: StoredPieces;
  readonly files: StoredPieces;
  readonly formatted: FormattedFiles;
}

function packed({ parts, pieces }: KeptPieces): StoredPieces {
  const numbers = new Map<string, number>();
  const numberOf = (part: string): number => {
    const number = numbers.get(part) ?? numbers.size;
    numbers.set(part, number);
    return number;
  };
  const stored = [...pieces].map(
    ([name, piece]) => [name, piece.given, piece.parts.map(numberOf), piece.value] as const,
  );
  return { parts: [...parts], names: [...numbers.keys()], pieces: stored };
}

function unpacked({ parts, names, pieces }: StoredPieces): KeptPieces {
  return {
    parts: new Map(parts),
    pieces: new Map(
      pieces.map(([name, given, numbers, value]) => [
        name,
        { given, parts: numbers.map((number) => names[number] ?? ''), value },
      ]),
    ),
  };
}

/** Everything besides the model that decides what is generated: the version, and in a work tree the sources themselves. */
function generatedBy(): string {
  const { version } = resolveTool(biome, import.meta.url);
  return hash('sha256', JSON.stringify([manifest.version, version, process.version, sourcesState()]));
}

function sourcesState(): readonly string[] {
  const source = join(import.meta.dirname, '../..');
  if (!import.meta.filename.endsWith('.ts')) return [];
  return readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const { size, mtimeMs } = statSync(path);
      return `${path} ${size} ${mtimeMs}`;
    })
    .toSorted();
}
