import { isScalar, type Pair, parseDocument, type ParsedNode, visit } from 'yaml';
import type { Document, YAMLError } from 'yaml';
import type { Diagnostic } from './diagnostic.ts';

/** A value within `{ … }` that ends before its writer thought it would. */
export interface FlowSlip {
  /** The key before the value. */
  readonly key: string;
  /** What was meant to be the value. */
  readonly value: string;
  /** Characters into the text. */
  readonly start: number;
  /** What ended the value too early: `[`, `{`, `,`. */
  readonly mark: string;
}

const mostSlips = 20;

/**
 * Values within `{ … }` that hold a bracket or brace without quotes, as in `{ code: text /[A-Z]{3}/ }`. The parser is lost
 * after the first, so each is put in quotes before the search goes on.
 */
export function bracketSlips(yaml: string): readonly FlowSlip[] {
  const slips: FlowSlip[] = [];
  let text = yaml;
  let added = 0;
  while (slips.length < mostSlips) {
    const slip = firstBracketSlip(text);
    if (slip === undefined) break;
    const last = slips.at(-1);
    if (last !== undefined && slip.start - added <= last.start) break;
    slips.push({ ...slip, start: slip.start - added });
    text = text.slice(0, slip.start) + quoted(slip.value) + text.slice(slip.start + slip.value.length);
    added += quoted(slip.value).length - slip.value.length;
  }
  return slips;
}

function firstBracketSlip(yaml: string): FlowSlip | undefined {
  const { errors } = parseDocument(yaml, { prettyErrors: false, strict: true, logLevel: 'silent' });
  const [first] = errors;
  return first !== undefined && isBracket(first) ? slipAround(yaml, first.pos[0]) : undefined;
}

function isBracket({ code, message }: YAMLError): boolean {
  return code === 'UNEXPECTED_TOKEN' && /flow-(?:seq|map)-start at node end/.test(message);
}

/** The value on whose bracket the parser stumbled. */
function slipAround(yaml: string, at: number): FlowSlip | undefined {
  const lineStart = yaml.lastIndexOf('\n', at) + 1;
  const before = /(?:^|[{,\s])([\w-]+): +([^,{}[\]]*)$/.exec(yaml.slice(lineStart, at));
  if (before === null) return undefined;
  const [, key = '', begun = ''] = before;
  const start = at - begun.length;
  return { key, value: yaml.slice(start, endOfValue(yaml, at)).trimEnd(), start, mark: yaml[at] ?? '' };
}

const depthOf: Readonly<Record<string, number>> = { '[': 1, '{': 1, ']': -1, '}': -1 };

/** Where a value ends whose brackets are in pairs. */
function endOfValue(yaml: string, from: number): number {
  let depth = 0;
  for (let index = from; index < yaml.length; index += 1) {
    const character = yaml[index] ?? '';
    if (character === '\n' || (depth === 0 && ',}'.includes(character))) return index;
    depth += depthOf[character] ?? 0;
  }
  return yaml.length;
}

/** Values within `{ … }` that a comma ends: what comes after it stands there as a key without a value. */
export function commaSlips(document: Document.Parsed): readonly FlowSlip[] {
  const slips: FlowSlip[] = [];
  visit(document, {
    Map(_, map) {
      if (map.flow !== true) return;
      for (const [index, pair] of map.items.entries()) {
        const slip = slipBefore(
          map.items[index - 1] as Pair<ParsedNode> | undefined,
          pair as Pair<ParsedNode>,
        );
        if (slip !== undefined) slips.push(slip);
      }
    },
  });
  return slips;
}

function slipBefore(
  before: Pair<ParsedNode> | undefined,
  { key, value }: Pair<ParsedNode>,
): FlowSlip | undefined {
  if (!isAbsent(value) || !isScalar(key)) return undefined;
  if (!isScalar(before?.key) || !isScalar(before.value) || before.value.type !== 'PLAIN') return undefined;
  const { source, range } = before.value;
  return {
    key: String(before.key.value),
    value: `${source}, ${String(key.value)}`,
    start: range?.[0] ?? 0,
    mark: ',',
  };
}

function isAbsent(value: unknown): boolean {
  return value === null || (isScalar(value) && value.value === null && value.source === '');
}

/** What happened, and how it is written. */
export function tellSlips(yaml: string, slips: readonly FlowSlip[]): readonly Diagnostic[] {
  return slips.map(({ key, value, start, mark }) => {
    const lines = yaml.slice(0, start).split('\n');
    return {
      code: 'yaml_syntax',
      message: `Within \`{ … }\` the value of \`${key}\` ends at \`${mark}\` unless it stands in quotes.`,
      path: '',
      line: lines.length,
      column: (lines.at(-1) ?? '').length + 1,
      suggestion: `Write \`${key}: ${quoted(value)}\`, or each entry on a line of its own.`,
    };
  });
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
