/** Every code a diagnostic may carry, with what it tells. Codes are stable: tools and people decide by them. */
export const diagnosticCodes = {
  // The text.
  too_large: 'The document is larger than 1 MiB.',
  yaml_syntax: 'The text is not YAML.',
  duplicate_key: 'A key stands twice in one mapping.',
  too_deep: 'Values are nested too deeply, or aliases multiply without bound.',
  // The shape of the document.
  unknown_key: 'A key that means nothing at its place.',
  missing_key: 'A key that its place needs is absent.',
  wrong_type: 'A value of another kind was expected: text, a number, a list, a mapping.',
  invalid_value: 'The value is of the right kind, but not one of those allowed.',
  invalid_name: 'A name is not spelled as names of its kind are.',
  // Field notation.
  invalid_field: 'The notation of a field cannot be read.',
  unknown_type: 'A field has a type that does not exist.',
  invalid_range: 'A range is malformed, upside down, or does not fit the type.',
  invalid_pattern: 'A pattern is not a regular expression, or stands at a type that is not text.',
  invalid_constraint: 'A constraint does not fit the type of its field.',
  circular_type: 'A type holds itself, so that no value of it would ever end.',
  invalid_default: 'A default is not a value of its field.',
  // Names and references.
  reserved_name: 'A name that generated code cannot use, or that the system itself gives.',
  name_clash: 'Two things have one name, or names that differ only by case.',
  unknown_role: 'A word after `access` that stands for nobody.',
  unknown_entity: 'An entity that the blueprint does not define.',
  unknown_field: 'A field that its entity does not have.',
  unknown_state: 'A state that is not among the values of the machine.',
  invalid_transition: 'An action is not written as `from -> to`.',
  // Operations.
  invalid_http: 'The HTTP binding is not a method and a path.',
  path_taken: 'Two operations answer to the same method and path, or one takes a path of the system itself.',
  unknown_parameter: 'A path parameter that does not exist, or one that the operation never uses.',
  unknown_variable: 'A step names a variable that no earlier step declared.',
  duplicate_variable: 'A variable is declared twice.',
  wrong_variable: 'A variable is of a kind that this step cannot work on.',
  missing_field: 'A record is created without a value for a required field.',
  managed_field: 'A field that the system sets by itself cannot be assigned.',
  input_unused: 'The operation takes an input it never uses, or uses one it does not take.',
  key_not_unique: 'The fields of a key are not unique, so they do not pick one record.',
  unknown_event: 'An event that the blueprint does not define.',
  invalid_answer: 'The answer cannot be made from what the operation has.',
  // Expressions.
  expression_syntax: 'The expression is not CEL.',
  unknown_name: 'An expression uses a name that does not exist here.',
  unknown_function: 'An expression calls a function that does not exist.',
  wrong_arguments: 'A function is called with arguments it does not take.',
  wrong_operands: 'An operator stands between values it does not work on.',
  not_in_enum: 'A text is compared with or assigned to an enum that does not have this value.',
  may_be_null: 'A value may be null here and is used as if it could not.',
  not_assignable: 'A value has another type than the place it is put in.',
  // The system.
  unknown_component: 'A binding or a port names a component that does not exist.',
  unknown_port: 'A component does not have this port, or not in this direction.',
  invalid_binding: 'A binding is not written as `from.port -> to.port`, or joins ports that do not fit.',
  unknown_operation: 'A component names an operation that does not exist, or that is not its own.',
  unbound_port: 'A port that must be connected is not.',
  unreachable_component: 'No request can ever reach this component.',
  // Scenarios.
  invalid_request: 'The request of a scenario is not a method and a path.',
  unknown_route: 'No operation answers to the request of a scenario.',
  unknown_saved_name: 'A scenario uses a name before an answer was saved under it.',
} as const;

export type DiagnosticCode = keyof typeof diagnosticCodes;

/** A key or an index at each level, from the root of the document. */
export type DocumentPath = readonly (string | number)[];

export interface Diagnostic {
  readonly code: DiagnosticCode;
  /** What was expected and what was found, in one sentence. */
  readonly message: string;
  /** Where in the document: `entities.Task.fields.title`. Empty for the document itself. */
  readonly path: string;
  /** From 1. Absent when the document did not come from YAML. */
  readonly line?: number;
  /** From 1, in UTF-16 code units. */
  readonly column?: number;
  /** What would very likely be right: "Did you mean `title`?" */
  readonly suggestion?: string;
}

/** `entities.Task.fields.title`, `operations.signUp.do[1].require`. */
export function pathText(path: DocumentPath): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  );
}
