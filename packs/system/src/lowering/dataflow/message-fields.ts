import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { AssignmentsDocument } from '../../blueprint/document.ts';
import type { Expression, ExpressionNode, ValueType } from '../../expression/expression.ts';
import { isAssignable, typeOfField } from '../../expression/value-type.ts';
import type { MessageType } from '../../model/dataflow.ts';
import type { Field } from '../../model/field.ts';
import type { Assignment } from '../../model/operation.ts';
import { lowerAssignments } from '../lower-assignments.ts';
import type { OperationScope } from '../operation-scope.ts';
import { objectOf } from './message-scope.ts';

/** The target of assignments, and where it takes fields from that are not assigned. */
export interface MessagePlan {
  readonly target: { readonly name: string; readonly fields: readonly Field[] };
  /** The message that has fields of the same name, which are copied. */
  readonly copied?: MessageType | undefined;
}

/** All fields of an object, in their order: set, copied, or at their defaults. What nothing gives is reported. */
export function lowerMessage(
  set: AssignmentsDocument | undefined,
  { target, copied }: MessagePlan,
  path: DocumentPath,
  scope: OperationScope,
): Assignment[] {
  const assigned = lowerAssignments(set, target, [...path, 'set'], scope);
  const written = new Set(Object.keys(set ?? {}));
  return target.fields.flatMap((field): Assignment[] => {
    const own = assigned.find((one) => one.field === field.name);
    if (own !== undefined) return [own];
    if (written.has(field.name)) return [];
    const value = copiedValue(field, copied) ?? initialValue(field);
    if (value !== undefined) return [{ field: field.name, value }];
    scope.context.problems.add({
      code: 'missing_field',
      path,
      isKey: true,
      message: `${target.name} needs \`${field.name}\`, and nothing gives it.`,
      suggestion: suggestionFor(field, copied),
    });
    return [];
  });
}

function suggestionFor({ name }: Field, copied: MessageType | undefined): string {
  const hint = copied === undefined ? `, or copy the fields of the message with \`from: message\`` : '';
  return `Write \`set: { ${name}: … }\`${hint}.`;
}

/** The field of that name of the message, where it fits. */
function copiedValue(field: Field, copied: MessageType | undefined): Expression | undefined {
  const source = copied?.fields.find(({ name }) => name === field.name);
  if (copied === undefined || source === undefined) return undefined;
  const type = typeOfField(source);
  if (!isAssignable(type, typeOfField(field))) return undefined;
  const target: ExpressionNode = { kind: 'variable', name: 'message', type: objectOf(copied.fields) };
  return expressionOf({ kind: 'member', target, name: field.name, type });
}

/** The default of a field, or null. Undefined for a field that needs a value. */
export function initialValue({ defaultValue, isOptional, type }: Field): Expression | undefined {
  if (defaultValue?.kind === 'literal')
    return literalOf(defaultValue.value, typeOfField({ type, isOptional: false }));
  if (defaultValue !== undefined) {
    const kind = defaultValue.kind === 'now' ? 'datetime' : 'date';
    return expressionOf({ kind: 'variable', name: defaultValue.kind, type: { kind } });
  }
  return isOptional ? expressionOf({ kind: 'literal', value: null, type: { kind: 'null' } }) : undefined;
}

function literalOf(value: unknown, type: ValueType): Expression {
  if (Array.isArray(value)) {
    const of: ValueType = type.kind === 'list' ? type.of : { kind: 'json' };
    return expressionOf({ kind: 'list', items: value.map((item) => literalOf(item, of).node), type });
  }
  return expressionOf({ kind: 'literal', value: value as string | number | boolean | null, type });
}

function expressionOf(node: ExpressionNode): Expression {
  return { source: '', node, type: node.type };
}
