import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document, Node, Scalar } from 'yaml';
import type { DocumentPath } from './diagnostic.ts';

/** Line and column, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Finds the place of a value of the document in the YAML text it was read from. */
export interface Places {
  /** The value at `path`, or the nearest thing above it that exists; `offset` counts characters into a text value. */
  ofValue(path: DocumentPath, offset?: number): Place;
  /** The key that is the last part of `path`. */
  ofKey(path: DocumentPath): Place;
}

/** Parses `yaml` again to look places up: needed only once something is wrong. */
export function createPlaces(yaml: string): Places {
  const lineCounter = new LineCounter();
  const document = parseDocument(yaml, { lineCounter, uniqueKeys: false, logLevel: 'silent' });
  const placeAt = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  return {
    ofValue(path, offset = 0) {
      const { value, key, isExact } = find(document, path);
      if (isExact && isScalar(value)) return placeAt(sourceOffset(yaml, value, offset));
      return placeAt(startOf(isExact ? value : key) ?? startOf(isExact ? key : value) ?? 0);
    },
    ofKey(path) {
      const { value, key } = find(document, path);
      return placeAt(startOf(key) ?? startOf(value) ?? 0);
    },
  };
}

function startOf(node: Node | undefined): number | undefined {
  return node?.range?.[0];
}

interface Found {
  readonly value: Node | undefined;
  readonly key: Node | undefined;
  readonly isExact: boolean;
}

function find(document: Document.Parsed, path: DocumentPath): Found {
  let value: Node | undefined = document.contents ?? undefined;
  let key: Node | undefined;
  for (const part of path) {
    if (isMap(value)) {
      const pair = value.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part));
      if (pair === undefined) return { value, key, isExact: false };
      key = pair.key as Node;
      value = (pair.value as Node | null) ?? undefined;
    } else if (isSeq(value) && typeof part === 'number' && value.items[part] !== undefined) {
      value = value.items[part] as Node;
      key = undefined;
    } else {
      return { value, key, isExact: false };
    }
  }
  return { value, key, isExact: true };
}

/**
 * The offset in the YAML text of the character at `offset` of a scalar's value: follows quotes, escapes, block
 * indentation and folded lines.
 */
function sourceOffset(yaml: string, scalar: Scalar, offset: number): number {
  const [start, end] = scalar.range ?? [0, 0];
  const value = String(scalar.value);
  let source = start;
  if (scalar.type === 'QUOTE_DOUBLE' || scalar.type === 'QUOTE_SINGLE') source += 1;
  if (scalar.type === 'BLOCK_LITERAL' || scalar.type === 'BLOCK_FOLDED') {
    const headerEnd = yaml.indexOf('\n', start);
    source = headerEnd === -1 ? end : skipSpaces(yaml, headerEnd + 1, end);
  }
  for (let index = 0; index < Math.min(offset, value.length); index += 1) {
    if (source >= end) return end;
    source = stepOver(yaml, scalar.type, source, end, value[index + 1]);
  }
  return source;
}

function stepOver(
  yaml: string,
  type: Scalar['type'],
  source: number,
  end: number,
  next: string | undefined,
): number {
  const character = yaml[source];
  if (type === 'QUOTE_DOUBLE' && character === '\\') {
    const length = { x: 4, u: 6, U: 10 }[yaml[source + 1] ?? ''];
    return source + (length ?? 2);
  }
  if (type === 'QUOTE_SINGLE' && character === "'") return source + 2;
  if (character === '\n' || character === '\r') return skipSpaces(yaml, source + 1, end, next);
  return source + 1;
}

function skipSpaces(yaml: string, from: number, end: number, stopBefore?: string): number {
  let source = from;
  while (source < end && /\s/.test(yaml[source] ?? '') && yaml[source] !== stopBefore) source += 1;
  return source;
}
