import type { ValueType } from './expression.ts';
import type { ExpressionScope } from './expression-scope.ts';
import { respellExpression } from './respell-expression.ts';
import { nonNull } from './value-type.ts';

/**
 * The expression as it would be right, when it was written as in another language; undefined when nothing right comes of it.
 * @param isRight whether a proposal passes all checks
 */
export function proposeSpelling(
  source: string,
  scope: ExpressionScope,
  isRight: (source: string) => boolean,
): string | undefined {
  const record = scope.variables.get('record');
  const respelled = respellExpression(source, {
    variables: new Set(scope.variables.keys()),
    values: new Set([...scope.variables.values()].flatMap((type) => enumValues(type, scope))),
    recordFields: new Set(
      record?.kind === 'record' ? scope.fieldsOf(record.entity).map(({ name }) => name) : [],
    ),
  });
  return respelled !== source && isRight(respelled) ? `Write \`${respelled}\`.` : undefined;
}

function enumValues(type: ValueType, { fieldsOf }: ExpressionScope): readonly string[] {
  const present = nonNull(type);
  if (present.kind === 'enum') return present.values;
  if (present.kind === 'record')
    return fieldsOf(present.entity).flatMap((field) => (field.type.kind === 'enum' ? field.type.values : []));
  if (present.kind !== 'object') return [];
  return Object.values(present.fields).flatMap((field) => {
    const own = nonNull(field);
    return own.kind === 'enum' ? own.values : [];
  });
}
