import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { FieldsDocument } from '../blueprint/document.ts';
import type { Problems } from '../blueprint/problems.ts';
import { checkExpression } from '../expression/check-expression.ts';
import { typeOfField } from '../expression/value-type.ts';
import type { Field } from '../model/field.ts';
import { recordScope, withClock } from './record-scope.ts';

/** The fields of an entity with the defaults that are expressions; each may use the fields above it. */
export function withDefaultExpressions(
  entity: string,
  fields: readonly Field[],
  documents: FieldsDocument,
  path: DocumentPath,
  problems: Problems,
): readonly Field[] {
  const known: Field[] = [];
  return fields.map((field) => {
    const written = documents[field.name];
    const source = typeof written === 'object' ? written.default : undefined;
    const own =
      source === undefined
        ? field
        : withDefault(field, String(source), entity, known, [...path, field.name], problems);
    known.push(own);
    return own;
  });
}

function withDefault(
  field: Field,
  source: string,
  entity: string,
  known: readonly Field[],
  path: DocumentPath,
  problems: Problems,
): Field {
  if (isSecond(field, path, problems)) return field;
  if (field.type.kind === 'enum' && field.type.values.includes(source))
    return { ...field, defaultValue: { kind: 'literal', value: source } };
  const result = checkExpression(source, withClock(recordScope(entity, known)), typeOfField(field));
  if ('problem' in result) {
    problems.add({ ...result.problem, path: [...path, 'default'] });
    return field;
  }
  const { expression } = result;
  const { node } = expression;
  return {
    ...field,
    defaultValue:
      node.kind === 'literal' && node.value !== null
        ? { kind: 'literal', value: node.value }
        : { kind: 'expression', value: expression },
  };
}

/** Reports a default that cannot be there. */
function isSecond(
  { name, type, defaultValue, file }: Field,
  path: DocumentPath,
  problems: Problems,
): boolean {
  const isSecret = type.kind === 'text' && type.secret !== undefined;
  if (defaultValue === undefined && !isSecret && file === undefined) return false;
  problems.add({
    code: 'invalid_default',
    path: [...path, 'default'],
    isKey: true,
    message:
      defaultValue === undefined
        ? `\`${name}\` has no default: it is a ${isSecret ? 'secret' : 'file'}.`
        : `\`${name}\` has a default already, in its type.`,
    suggestion: 'Leave `default` out.',
  });
  return true;
}
