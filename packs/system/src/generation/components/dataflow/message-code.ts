import type { Expression } from '../../../expression/expression.ts';
import { failureType } from '../../../model/failure-type.ts';
import type { MessageType } from '../../../model/dataflow.ts';
import type { Field } from '../../../model/field.ts';
import type { Assignment } from '../../../model/operation.ts';
import { literal, propertyKey } from '../../code/literal.ts';
import type { SourceFile } from '../../code/source-file.ts';
import { typeFile, typeName } from '../../plan/named-type.ts';
import { roundedAmount } from '../domain/rounded-amount.ts';
import type { ComponentScope } from './component-scope.ts';

export const dataflowPackage = '@millwright/harness/dataflow';

/** The TypeScript type of the values of messages. */
export function messageTypeText(type: MessageType, file: SourceFile): string {
  if (isFailure(type)) return file.imports.type(dataflowPackage, 'Failure');
  return file.imports.type(typeFile(type), typeName(type));
}

/** What ports call the type; both ends of a binding must agree. */
export function portType(type: MessageType): string {
  return literal(type.name);
}

/** Failures are made by the harness, so their type is its own. */
export function isFailure(type: MessageType): boolean {
  return type === failureType || JSON.stringify(type) === JSON.stringify(failureType);
}

/** An object literal that gives each field its value, the others those of `base`. */
export function objectCode(
  assignments: readonly Assignment[],
  fields: readonly Field[],
  scope: ComponentScope,
  base?: string,
): string {
  const members = assignments.map(({ field, value }) => {
    const code = valueCode(
      value,
      fields.find(({ name }) => name === field),
      scope,
    );
    return code === field ? field : `${propertyKey(field)}: ${code}`;
  });
  return `{ ${[...(base === undefined ? [] : [`...${base}`]), ...members].join(', ')} }`;
}

/** Amounts of money lose what computing with binary fractions adds to them. */
function valueCode(value: Expression, field: Field | undefined, scope: ComponentScope): string {
  const code = scope.compile(value);
  const isComputed = value.node.kind === 'binary' || value.node.kind === 'call';
  if (field?.type.kind !== 'money' || !isComputed) return code;
  return roundedAmount({ code, type: value.type }, scope.file, scope.usage);
}
