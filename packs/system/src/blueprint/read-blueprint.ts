import { isMap, isScalar, parseDocument, visit } from 'yaml';
import type { Document, YAMLError } from 'yaml';
import { blueprintSchema } from './document.ts';
import type { BlueprintDocument } from './document.ts';
import { pathText } from './diagnostic.ts';
import type { Diagnostic, DiagnosticCode } from './diagnostic.ts';
import { BlueprintError } from './errors.ts';
import { explainShape } from './explain-shape.ts';
import { bracketSlips, commaSlips, tellSlips } from './flow-slips.ts';
import { suggestForm } from './foreign-forms.ts';
import { mendShape } from './mend-shape.ts';
import { Problems } from './problems.ts';
import type { Problem } from './problems.ts';
import type { BlueprintSource } from './source.ts';

const maximumLength = 1024 * 1024;
const maximumDepth = 60;
const maximumAliases = 100;
const maximumYamlErrors = 20;

/**
 * Reads a blueprint from YAML 1.2 and checks its shape. Throws a BlueprintError with every mistake it finds; notations and
 * expressions inside the values are checked by `lower`.
 */
export function readBlueprint(yaml: string, options: { readonly file?: string } = {}): BlueprintSource {
  const file = options.file === undefined ? {} : { file: options.file };
  if (Buffer.byteLength(yaml) > maximumLength) {
    throw new BlueprintError(
      [{ code: 'too_large', message: 'Expected at most 1 MiB of YAML.', path: '', line: 1, column: 1 }],
      options.file,
    );
  }
  const document = parseYaml(yaml, options.file);
  const unread = { document: undefined as never, yaml, ...file };
  const problems = new Problems(unread);
  reportKeys(document, problems);
  problems.throwIfAny();
  return {
    document: checkShape(plainValue(document, options.file), problems, { yaml, ...file }),
    yaml,
    ...file,
  };
}

/** Checks a document that exists as an object. Its diagnostics have paths, but neither line nor column. */
export function readBlueprintDocument(document: BlueprintDocument): BlueprintSource {
  const problems = new Problems({ document: undefined as never });
  return { document: checkShape(document, problems) };
}

function checkShape(
  value: unknown,
  problems: Problems,
  text: Pick<BlueprintSource, 'yaml' | 'file'> = {},
): BlueprintSource['document'] {
  const result = blueprintSchema.safeParse(value);
  if (result.success) return result.data;
  explainShape(blueprintSchema, value, (problem) => problems.add(withForm(problem, value)));
  if (problems.isEmpty) {
    for (const issue of result.error.issues) {
      const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
      problems.add({ code: 'invalid_value', path, message: issue.message });
    }
  }
  const rest = mendShape(value);
  problems.throwIfAny(rest && { source: { document: rest.document, ...text }, mended: rest.mended });
  throw new BlueprintError([
    { code: 'invalid_value', message: 'The document has no known shape.', path: '' },
  ]);
}

/** A value in a form that is known from elsewhere is answered with the form it has here. */
function withForm(problem: Problem, root: unknown): Problem {
  if (problem.code !== 'wrong_type' && problem.code !== 'invalid_value') return problem;
  let value = root;
  for (const part of problem.path) value = (value as Record<string | number, unknown> | null)?.[part];
  return { ...problem, suggestion: suggestForm(pathText(problem.path), value) ?? problem.suggestion };
}

function parseYaml(yaml: string, file: string | undefined): Document.Parsed {
  const depth = nestingDepth(yaml);
  if (depth.isTooDeep) throw tooDeep(depth.line, file);
  const document = parseDocument(yaml, { prettyErrors: true, strict: true, logLevel: 'silent' });
  const errors = [...document.errors, ...document.warnings];
  if (errors.some((error) => error.code === 'RESOURCE_EXHAUSTION')) {
    throw tooDeep(errors[0]?.linePos?.[0].line ?? 1, file);
  }
  const slips = errors.length > 0 ? bracketSlips(yaml) : commaSlips(document);
  if (slips.length > 0) throw new BlueprintError(tellSlips(yaml, slips), file);
  if (errors.length > 0)
    throw new BlueprintError(firstOfEachLine(errors.filter(isCause).map(yamlDiagnostic)), file);
  return document;
}

/** One slip in YAML makes the parser complain many times; the first complaint of a line tells enough. */
function firstOfEachLine(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const lines = new Set<number | undefined>();
  return diagnostics.filter(({ line }) => !lines.has(line) && lines.add(line)).slice(0, maximumYamlErrors);
}

/** Once the parser has lost its place, it complains about all that follows. */
function isCause({ message }: YAMLError, index: number): boolean {
  return index === 0 || !message.includes(' in YAML stream');
}

/** Flow collections are opened by single characters: a cheap look keeps the parser's stack from being the limit. */
function nestingDepth(yaml: string): { readonly isTooDeep: boolean; readonly line: number } {
  let depth = 0;
  let line = 1;
  for (const character of yaml) {
    if (character === '\n') line += 1;
    if (character === '[' || character === '{') depth += 1;
    if (character === ']' || character === '}') depth = Math.max(0, depth - 1);
    if (depth > maximumDepth) return { isTooDeep: true, line };
  }
  return { isTooDeep: false, line };
}

function tooDeep(line: number, file: string | undefined): BlueprintError {
  return new BlueprintError(
    [{ code: 'too_deep', message: 'Values are nested too deeply.', path: '', line, column: 1 }],
    file,
  );
}

const yamlCodes: Partial<Record<YAMLError['code'], DiagnosticCode>> = {
  DUPLICATE_KEY: 'duplicate_key',
};

const yamlSuggestions: Partial<Record<YAMLError['code'], string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'Put the value in quotes if it holds `: `.',
  BLOCK_IN_FLOW: 'Put the value in quotes if it holds `: `.',
  UNEXPECTED_TOKEN: 'Put a value that holds quotes or special characters in quotes.',
  TAG_RESOLVE_FAILED: 'Put a value that starts with `!` in quotes.',
  BAD_ALIAS: 'Put a value that starts with `*` in quotes, or write `any`.',
  TAB_AS_INDENT: 'Indent with spaces.',
};

function yamlDiagnostic(error: YAMLError): Diagnostic {
  const [place] = error.linePos ?? [{ line: 1, col: 1 }];
  const suggestion = yamlSuggestions[error.code];
  return {
    code: yamlCodes[error.code] ?? 'yaml_syntax',
    message: `${(error.message.split(' at line ')[0] ?? '').split('\n')[0]}.`.replace('..', '.'),
    path: '',
    line: Math.max(1, place.line),
    column: Math.max(1, place.col),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

/** Keys must be text or whole numbers, which become text, and none may reach for the prototype of the object that will hold them. */
function reportKeys(document: Document.Parsed, problems: Problems): void {
  visit(document, {
    Map(_, map, ancestors) {
      if (ancestors.length > maximumDepth * 2) return visit.BREAK;
      for (const { key } of map.items) {
        if (isScalar(key) && Number.isSafeInteger(key.value)) key.value = String(key.value);
        if (isScalar(key) && typeof key.value === 'string' && key.value !== '__proto__') continue;
        const text = isScalar(key) ? String(key.value) : 'a collection';
        problems.add({
          code: 'invalid_name',
          path: [...pathOf(ancestors), text],
          isKey: true,
          message: `Expected a name as key, got \`${text}\`.`,
        });
      }
      return undefined;
    },
  });
}

/** The path that leads through these nodes, as far as keys are plain. */
function pathOf(ancestors: readonly unknown[]): string[] {
  return ancestors.flatMap((ancestor) => {
    if (isMap(ancestor) || typeof ancestor !== 'object' || ancestor === null || !('key' in ancestor))
      return [];
    return isScalar(ancestor.key) ? [String(ancestor.key.value)] : [];
  });
}

function plainValue(document: Document.Parsed, file: string | undefined): unknown {
  try {
    return document.toJS({ maxAliasCount: maximumAliases });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = message.includes('alias count') ? 'too_deep' : 'yaml_syntax';
    throw new BlueprintError([{ code, message: `${message}.`, path: '', line: 1, column: 1 }], file);
  }
}
