import { type Document, isMap, isScalar, isSeq, type LineCounter, type Node, type Scalar } from 'yaml';
import type { DocumentPath } from './diagnostic.ts';

/** Line and column, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Finds the places of a document's values in the text it was read from. */
export class Places {
  readonly #text: string;
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;

  constructor(text: string, document: Document.Parsed, lines: LineCounter) {
    this.#text = text;
    this.#document = document;
    this.#lines = lines;
  }

  at(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  /** The value at `path`, or the nearest thing above it; `offset` counts characters into a text value. */
  ofValue(path: DocumentPath, offset = 0): Place {
    const { value, key, isExact } = this.#find(path);
    if (isExact && isScalar(value)) return this.at(sourceOffset(this.#text, value, offset));
    // `needs: a` says the same as `needs: [a]`: what is missing below a scalar is the scalar itself.
    const isValue = isExact || isScalar(value);
    return this.at((isValue ? (startOf(value) ?? startOf(key)) : (startOf(key) ?? startOf(value))) ?? 0);
  }

  /** The key that is the last part of `path`. */
  ofKey(path: DocumentPath): Place {
    const { value, key } = this.#find(path);
    return this.at(startOf(key) ?? startOf(value) ?? 0);
  }

  #find(path: DocumentPath): Found {
    let found: Found = { value: this.#document.contents ?? undefined, key: undefined, isExact: true };
    for (const part of path) {
      const next = this.#child(found.value, part);
      if (next === undefined) return { ...found, isExact: false };
      found = next;
    }
    return found;
  }

  #child(parent: Node | undefined, part: string | number): Found | undefined {
    if (isMap(parent)) {
      const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      return (
        pair && { value: (pair.value as Node | null) ?? undefined, key: pair.key as Node, isExact: true }
      );
    }
    const item = isSeq(parent) && typeof part === 'number' ? (parent.items[part] as Node) : undefined;
    return item && { value: item, key: undefined, isExact: true };
  }
}

interface Found {
  readonly value: Node | undefined;
  readonly key: Node | undefined;
  readonly isExact: boolean;
}

function startOf(node: Node | undefined): number | undefined {
  return node?.range?.[0];
}

/** Where in the YAML text the character at `offset` of a scalar's value stands: exact for texts of one line. */
function sourceOffset(text: string, scalar: Scalar, offset: number): number {
  const [start, end] = scalar.range ?? [0, 0];
  if (offset === 0) return start;
  const isQuoted = scalar.type === 'QUOTE_DOUBLE' || scalar.type === 'QUOTE_SINGLE';
  if (scalar.type === 'PLAIN' || isQuoted) return Math.min(start + offset + (isQuoted ? 1 : 0), end);
  return blockOffset(text, String(scalar.value), start, end, offset);
}

/** In a block every line is indented alike, so lines are counted and the indentation added. */
function blockOffset(text: string, value: string, start: number, end: number, offset: number): number {
  const before = value.slice(0, offset).split('\n');
  const lines = text.slice(start, end).split('\n');
  const rest = lines.slice(1, before.length).reduce((sum, line) => sum + line.length + 1, 0);
  const line = lines[before.length] ?? '';
  const indent = line.length - line.trimStart().length;
  return Math.min(start + (lines[0]?.length ?? 0) + 1 + rest + indent + (before.at(-1)?.length ?? 0), end);
}
