/** Every code a diagnostic may carry, with what it tells. Codes are stable: tools and people decide by them. */
export const diagnosticCodes = {
  too_large: 'The text is larger than 1 MiB.',
  yaml_syntax: 'The text is not YAML.',
  duplicate_key: 'A key stands twice in one mapping.',
  too_deep: 'Values are nested too deeply, or aliases multiply without bound.',
  unknown_key: 'A key that means nothing at its place.',
  missing_key: 'A key that its place needs is absent.',
  conflicting_keys: 'Two keys exclude each other.',
  wrong_type: 'A value of another kind was expected: text, a number, a list, a mapping.',
  invalid_value: 'The value is of the right kind, but not one of those allowed.',
  invalid_name: 'A name is not spelled as names are.',
  invalid_duration: 'A duration is neither ISO 8601 nor a mapping of units.',
  invalid_schema: 'A schema says something that no schema can.',
  unknown_step: 'A step that the workflow does not have.',
  not_needed: 'An expression reads the output of a step that is not among the needs.',
  dependency_cycle: 'Steps need each other in a circle, so none can ever start.',
  unknown_kind: 'No step kind of this name is registered.',
  unknown_file: 'A workflow file that cannot be read.',
  workflow_cycle: 'A workflow file uses itself, directly or through others.',
  expression_syntax: 'The text is not a CEL expression.',
  expression_type: 'An operator or a function meets a value it does not work on.',
  unknown_name: 'An expression uses a name that does not exist here.',
  unknown_function: 'An expression calls a function that does not exist.',
  not_assignable: 'A value does not fit the schema of the place it is put in.',
} as const;

export type DiagnosticCode = keyof typeof diagnosticCodes;

/** A key or an index at each level, from the root of the document. */
export type DocumentPath = readonly (string | number)[];

export interface Diagnostic {
  readonly code: DiagnosticCode;
  /** What was expected and what was found, in one sentence. */
  readonly message: string;
  /** The file, as the workflow that uses it names it. */
  readonly file: string;
  /** Where in the document: `steps.charge.with.amount`. Empty for the document itself. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** What would very likely be right: "Did you mean `charge`?" */
  readonly suggestion?: string;
}

/** `steps.charge.needs[1]`. */
export function pathText(path: DocumentPath): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  );
}

/** `order.yaml:12:5: unknown_step: There is no step `chrage`. Did you mean `charge`? (steps.ship.needs[0])` */
export function formatDiagnostic({
  file,
  line,
  column,
  code,
  message,
  suggestion,
  path,
}: Diagnostic): string {
  const hint = suggestion === undefined ? '' : ` ${suggestion}`;
  return `${file}:${line}:${column}: ${code}: ${message}${hint}${path === '' ? '' : ` (${path})`}`;
}
