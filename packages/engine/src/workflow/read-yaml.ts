import { LineCounter, parseDocument, type YAMLError } from 'yaml';
import { WorkflowError } from './errors.ts';
import { Places } from './places.ts';
import { Problems } from './problems.ts';

const mostBytes = 1024 * 1024;
const mostAliases = 100;
const deepest = 64;

/** The plain value a YAML text stands for, and where to report what is wrong with it. Throws WorkflowError. */
export function readYaml(
  text: string,
  file: string,
): { readonly value: unknown; readonly problems: Problems } {
  if (text.length > mostBytes) refuse(file, 'too_large', `The text has ${text.length} characters.`);
  const lines = new LineCounter();
  let document;
  try {
    document = parseDocument(text, { lineCounter: lines, logLevel: 'silent', prettyErrors: false });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refuse(file, 'too_deep', 'Values are nested too deeply.');
  }
  const places = new Places(text, document, lines);
  const problems = new Problems(file, places);
  for (const error of firstOfEachLine(document.errors, lines)) {
    problems.addAt(places.at(error.pos[0]), {
      code: error.code === 'DUPLICATE_KEY' ? 'duplicate_key' : 'yaml_syntax',
      message: firstLine(error),
      path: '',
      suggestion: suggestionFor(text, error),
    });
  }
  if (!problems.isEmpty) throw new WorkflowError(problems.diagnostics);
  return { value: plain(() => document.toJS({ maxAliasCount: mostAliases }), file), problems };
}

/** One slip makes the rest of its line unreadable, so one report a line is enough. */
function firstOfEachLine(errors: readonly YAMLError[], lines: LineCounter): readonly YAMLError[] {
  const byLine = new Map<number, YAMLError>();
  for (const error of errors) {
    const { line } = lines.linePos(error.pos[0]);
    if (!byLine.has(line)) byLine.set(line, error);
  }
  return [...byLine.values()];
}

function plain(convert: () => unknown, file: string): unknown {
  try {
    const value: unknown = convert();
    if (depthOf(value) > deepest) refuse(file, 'too_deep', `Values are nested more than ${deepest} deep.`);
    return value;
  } catch (error) {
    if (error instanceof WorkflowError) throw error;
    return refuse(file, 'too_deep', 'Aliases multiply without bound, or values are nested too deeply.');
  }
}

function depthOf(value: unknown, above = 0): number {
  if (typeof value !== 'object' || value === null || above > deepest) return above;
  return Math.max(above + 1, ...Object.values(value).map((inner) => depthOf(inner, above + 1)));
}

function refuse(file: string, code: 'too_large' | 'too_deep', message: string): never {
  throw new WorkflowError([{ code, message, file, path: '', line: 1, column: 1 }]);
}

function firstLine({ message }: YAMLError): string {
  const line = message.split('\n', 1)[0] ?? message;
  return line.endsWith('.') ? line : `${line}.`;
}

/** Braces and colons of expressions mean something to YAML, too. */
function suggestionFor(text: string, { pos }: YAMLError): string | undefined {
  const lineStart = text.lastIndexOf('\n', pos[0] - 1) + 1;
  const line = text.slice(lineStart, text.indexOf('\n', pos[0]) + 1 || undefined);
  if (!line.includes('${{')) return undefined;
  return 'Quote a text with `${{ }}` where it holds `: ` or ` #`, or stands inside `{ }` or `[ ]`.';
}
