import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { ValueType } from '../../expression/expression.ts';
import { typeOfField } from '../../expression/value-type.ts';
import { failureType } from '../../model/failure-type.ts';
import type { MessageType } from '../../model/dataflow.ts';
import type { Field } from '../../model/field.ts';
import { suggestName } from '../../naming/nearest-name.ts';
import type { LoweringContext } from '../lowering-context.ts';
import { OperationScope } from '../operation-scope.ts';
import { configVariable } from '../operation-signature.ts';

/** What the expressions of a component may use, besides what is given: the clock and the configuration. */
export function componentScope(
  context: LoweringContext,
  given: Readonly<Record<string, ValueType>>,
): OperationScope {
  return new OperationScope(context, {
    now: { kind: 'datetime' },
    today: { kind: 'date' },
    ...configVariable(context),
    ...given,
  });
}

/** The type of a message, or of a state, in expressions. */
export function objectOf(fields: readonly Field[]): ValueType {
  return typeOfField({ type: { kind: 'object', fields }, isOptional: false });
}

/** The type of this name; anything that is no object is reported. */
export function messageType(
  name: string,
  path: DocumentPath,
  { names, problems, entities }: LoweringContext,
): MessageType | undefined {
  if (name === failureType.name && !names.types.has(name)) return failureType;
  const type = names.typeOf(name);
  if (type?.kind === 'object') return { ...type, name };
  if (type === undefined && names.types.has(name)) return undefined;
  problems.add({
    code: 'unknown_type',
    path,
    ...complaint(name, type !== undefined, entities.has(name), names.types),
  });
  return undefined;
}

function complaint(name: string, isOther: boolean, isEntity: boolean, types: ReadonlySet<string>) {
  const shape = `types: { ${name}: { … } }`;
  if (isOther)
    return {
      message: `Messages are objects, but \`${name}\` is a single value.`,
      suggestion: `Write \`${shape}\`.`,
    };
  if (isEntity) {
    const message = `\`${name}\` is an entity; messages have a type of their own.`;
    return { message, suggestion: `Name the fields of the message: \`types: { ${name}Message: { … } }\`.` };
  }
  const message = `There is no type \`${name}\` under \`types\`.`;
  return { message, suggestion: suggestName(name, types) ?? `Write \`${shape}\`.` };
}
