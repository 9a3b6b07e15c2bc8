import { stringify } from 'yaml';
import { remembered } from '../../naming/remembered.ts';

const lineWidth = 110;

/** Lines that nearly fill the width are left to the package, which breaks some of them. */
const margin = 20;

/**
 * Plain JSON as a YAML document in block style. The text is that of the package `yaml`, which is asked once for each text:
 * descriptions of large systems have a hundred thousand lines, most of them alike.
 */
export function yamlText(value: object, indent = 0): string {
  const lines: string[] = [];
  writeCollection(value, indent, '', lines);
  return `${lines.join('\n')}\n`;
}

/** @param first What stands before the first line of the collection, as wide as its indentation: `- ` in a list. */
function writeCollection(value: object, indent: number, first: string, lines: string[]): void {
  const padding = ' '.repeat(indent);
  let start = first === '' ? padding : first;
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  const isList = Array.isArray(value);
  for (const [key, item] of entries) {
    if (item === undefined) continue;
    writeEntry(isList ? undefined : String(key), item, { indent, start, lines });
    start = padding;
  }
}

interface Place {
  readonly indent: number;
  readonly start: string;
  readonly lines: string[];
}

/** An item of a list, or an entry of a mapping. */
function writeEntry(key: string | undefined, item: unknown, { indent, start, lines }: Place): void {
  const name = key === undefined ? '-' : keyText(key);
  const value = name === undefined ? undefined : lineText(item, lineWidth - indent - name.length - 2);
  if (value !== undefined) {
    lines.push(`${start}${name} ${value}`);
  } else if (name !== undefined && isCollection(item)) {
    if (key === undefined) return writeCollection(item, indent + 2, `${start}- `, lines);
    lines.push(`${start}${name}`);
    writeCollection(item, indent + 2, '', lines);
  } else {
    const [head = '', ...rest] = writtenWithin(key, item, indent);
    lines.push(start + head.slice(indent), ...rest);
  }
}

/** The lines that the package makes of a single entry at this indentation: where it breaks them depends on the place. */
function writtenWithin(key: string | undefined, item: unknown, indent: number): readonly string[] {
  const depth = indent / 2;
  let nested: object = key === undefined ? [item] : { [key]: item };
  for (let level = 0; level < depth; level += 1) nested = { level: nested };
  return written(nested, lineWidth).split('\n').slice(depth);
}

function written(value: object, width: number): string {
  return stringify(value, { lineWidth: width, aliasDuplicateObjects: false }).replace(/\n$/, '');
}

function isCollection(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** The value, if it takes no more than the rest of a line. */
function lineText(value: unknown, room: number): string | undefined {
  if (isCollection(value)) return undefined;
  const text = scalarText(value);
  return text.length < room - margin && !text.includes('\n') ? text : undefined;
}

function scalarText(value: unknown): string {
  if (typeof value === 'string') return quotedText(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  const isPlain = Number.isSafeInteger(value) && !Object.is(value, -0);
  return isPlain ? JSON.stringify(value) : written([value], 0).slice('- '.length);
}

const longestKey = 60;

function keyText(key: string): string | undefined {
  const text = quotedKey(key);
  return text.length < longestKey && !text.startsWith('?') && !text.includes('\n') ? text : undefined;
}

const quotedText = remembered((text) => written([text], 0).slice('- '.length));
const quotedKey = remembered((key) => written({ [key]: 0 }, 0).slice(0, -' 0'.length));
