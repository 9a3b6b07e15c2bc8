import type { ExpressionNode } from '../../../expression/expression.ts';
import type { Field, FieldType } from '../../../model/field.ts';
import { fieldPath } from '../../../expression/expression-walk.ts';
import { nonNull } from '../../../expression/value-type.ts';
import type { CheckedValue } from './bounds.ts';
import type { OperationScope } from './operation-scope.ts';
import { holdsReference, referenceStatements } from './reference-statements.ts';
import { inputFields, type RowSource } from './row-source.ts';

/** Statements that refuse a write whose references lead nowhere. */
export function referenceChecks(source: RowSource, scope: OperationScope): string[] {
  const known = loadedInputs(source);
  const copied = inputFields(source)
    .filter(({ name }) => !known.has(name))
    .map((field) => check(field, field.name, `input.${field.name}`, source.operation.isPartial, scope));
  const assigned = source.set.map(({ field, value }) => {
    const declared = source.plan.entity.fields.find(({ name }) => name === field);
    const origin = inputFieldOf(value.node);
    if (declared === undefined || !isDirect(declared.type) || isOwnId(value.node)) return [];
    if ((origin !== undefined && known.has(origin)) || isTrusted(value.node, origin)) return [];
    return check(declared, origin ?? field, scope.compile(value), false, scope);
  });
  return [...copied, ...assigned].flat();
}

/** Input fields by which the operation has loaded a record: they are known to lead somewhere. */
function loadedInputs({ operation }: RowSource): ReadonlySet<string> {
  const keys = operation.steps.flatMap((step) =>
    step.kind === 'load' && step.by.kind === 'id'
      ? [inputFieldOf(step.by.value.node)]
      : step.kind === 'refer'
        ? [inputFieldOf(step.value.node)]
        : [],
  );
  return new Set(keys.filter((key) => key !== undefined));
}

function inputFieldOf(node: ExpressionNode): string | undefined {
  const [variable, field] = fieldPath(node) ?? [];
  return variable === 'input' ? field : undefined;
}

/** `bicycle.id`: the id of a record that was loaded or created in this transaction. */
function isOwnId(node: ExpressionNode): boolean {
  const [variable, field] = fieldPath(node) ?? [];
  return field === 'id' && variable !== 'input' && variable !== 'path' && variable !== 'query';
}

function check(
  { type, isOptional }: Field,
  path: string,
  code: string,
  isPartial: boolean,
  scope: OperationScope,
): string[] {
  return referenceStatements(type, { code, path, isMaybeAbsent: isOptional || isPartial }, scope);
}

/** The value of an assignment, checked further where ids of records stand inside it. */
export function nestedChecked(
  field: Field,
  node: ExpressionNode,
  checked: CheckedValue,
  scope: OperationScope,
): CheckedValue {
  const origin = originOf(node);
  if (isDirect(field.type) || !holdsReference(field.type) || isTrusted(node, origin)) return checked;
  const isPath = /^[\w$.]+$/.test(checked.code);
  const code = isPath ? checked.code : scope.local(field.name);
  const isMaybeAbsent = node.type.kind === 'nullable' || node.type.kind === 'null';
  const place = { code, path: origin ?? field.name, isMaybeAbsent };
  return {
    code,
    checks: [
      ...checked.checks,
      ...(isPath ? [] : [`const ${code} = ${checked.code};`]),
      ...referenceStatements(field.type, place, scope),
    ],
  };
}

/** One id or a list of ids, which one statement checks. */
function isDirect(type: FieldType): boolean {
  return type.kind === 'reference' || (type.kind === 'list' && type.of.kind === 'reference');
}

/** The field of the input that a value comes from, item by item where it is a list. */
function originOf(node: ExpressionNode): string | undefined {
  if (node.kind === 'comprehension' && node.macro === 'map') return originOf(node.range);
  return inputFieldOf(node);
}

/** A value that a record holds already, and nothing that was written out. */
function isTrusted(node: ExpressionNode, origin: string | undefined): boolean {
  if (node.kind === 'literal') return true;
  return fieldPath(node) !== undefined && origin === undefined && !isOfItem(node);
}

/** What a request, a setting or an event has brought is looked at elsewhere. */
const givenNames: ReadonlySet<string> = new Set(['input', 'path', 'query', 'config', 'event', 'message']);

/** An item of a list that steps go through, or a part of one: it may come from the input. */
function isOfItem(node: ExpressionNode): boolean {
  if (node.kind === 'member') return isOfItem(node.target);
  if (node.kind !== 'variable' || givenNames.has(node.name)) return false;
  return ['object', 'reference'].includes(nonNull(node.type).kind);
}
