import type { ExpressionScope } from '../expression/expression-scope.ts';
import type { ValueType } from '../expression/expression.ts';
import type { ComputedField, Field } from '../model/field.ts';

/** The scope of an expression over one record of an entity, which is `record` in it. */
export function recordScope(entity: string, fields: readonly (Field | ComputedField)[]): ExpressionScope {
  return {
    variables: new Map<string, ValueType>([['record', { kind: 'record', entity }]]),
    fieldsOf: (name) => (name === entity ? fields : []),
    notNull: new Set(),
  };
}

/** The same, with the instant and the day. */
export function withClock(scope: ExpressionScope): ExpressionScope {
  const variables = new Map<string, ValueType>([
    ...scope.variables,
    ['now', { kind: 'datetime' }],
    ['today', { kind: 'date' }],
  ]);
  return { ...scope, variables };
}
