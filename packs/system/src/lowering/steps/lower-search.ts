import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Expression, ExpressionNode, ValueType } from '../../expression/expression.ts';
import { typeOfField } from '../../expression/value-type.ts';
import type { Entity } from '../../model/entity.ts';
import type { Field } from '../../model/field.ts';
import type { ListSearch } from '../../model/operation.ts';
import { suggestName } from '../../naming/nearest-name.ts';
import type { OperationScope } from '../operation-scope.ts';

/** The query parameter of a full-text search. */
export const searchParameter = 'q';

const text: ValueType = { kind: 'text' };
const boolean: ValueType = { kind: 'boolean' };

/** `search: [title, body]`: the fields whose words the query looks for, and the condition that does it. */
export function lowerSearch(
  names: readonly string[],
  entity: Entity,
  path: DocumentPath,
  scope: OperationScope,
): ListSearch | undefined {
  const fields = names.flatMap((name, index) => searchableField(name, entity, [...path, index], scope));
  if (fields.length === 0) return undefined;
  return { fields: fields.map(({ name }) => name), condition: conditionOn(fields, entity) };
}

function searchableField(name: string, entity: Entity, path: DocumentPath, scope: OperationScope): Field[] {
  const { problems } = scope.context;
  const field = entity.fields.find((one) => one.name === name);
  if (field !== undefined && isSearchable(field)) return [field];
  const names = entity.fields.filter(isSearchable).map((one) => one.name);
  if (field === undefined) {
    const suggestion = suggestName(name, names);
    problems.add({
      code: 'unknown_field',
      path,
      message: `${entity.name} has no field \`${name}\`.`,
      suggestion,
    });
  } else {
    const message = `\`${name}\` has no words to search: expected a text that is answered.`;
    const suggestion =
      names.length === 0 ? undefined : `Choose among ${names.map((one) => `\`${one}\``).join(', ')}.`;
    problems.add({ code: 'invalid_constraint', path, message, suggestion });
  }
  return [];
}

function isSearchable({ type, isHidden, managed }: Field): boolean {
  const own = type.kind === 'list' ? type.of : type;
  if (isHidden === true || managed === 'id') return false;
  return own.kind === 'enum' || (own.kind === 'text' && own.secret === undefined);
}

/** `query.q == null || hasWords([record.title, coalesce(record.body, '')], query.q)` */
function conditionOn(fields: readonly Field[], entity: Entity): Expression {
  const asked = queryMember({ kind: 'nullable', of: text });
  const words = queryMember(text);
  const items = fields.map((field) => textOf(field, entity));
  const isAbsent: ExpressionNode = {
    kind: 'binary',
    operator: '==',
    left: asked,
    right: { kind: 'literal', value: null, type: { kind: 'null' } },
    type: boolean,
  };
  const hasWords: ExpressionNode = {
    kind: 'call',
    name: 'hasWords',
    arguments: [{ kind: 'list', items, type: { kind: 'list', of: text } }, words],
    type: boolean,
  };
  const node: ExpressionNode = {
    kind: 'binary',
    operator: '||',
    left: isAbsent,
    right: hasWords,
    type: boolean,
  };
  const names = fields.map(({ name }) => name).join(', ');
  return { source: `the words of ${searchParameter} are found in ${names}`, node, type: boolean };
}

function queryMember(type: ValueType): ExpressionNode {
  const fields: Record<string, ValueType> = { [searchParameter]: { kind: 'nullable', of: text } };
  return {
    kind: 'member',
    target: { kind: 'variable', name: 'query', type: { kind: 'object', fields } },
    name: searchParameter,
    type,
    ...(type.kind === 'nullable' ? {} : { isNarrowed: true }),
  };
}

/** A field of the record as one text. */
function textOf(field: Field, entity: Entity): ExpressionNode {
  const type = typeOfField(field);
  const target: ExpressionNode = {
    kind: 'variable',
    name: 'record',
    type: { kind: 'record', entity: entity.name },
  };
  const member: ExpressionNode = { kind: 'member', target, name: field.name, type };
  const isList = field.type.kind === 'list';
  const nothing: ExpressionNode = isList
    ? { kind: 'list', items: [], type: { kind: 'list', of: text } }
    : { kind: 'literal', value: '', type: text };
  const present: ExpressionNode =
    type.kind === 'nullable'
      ? { kind: 'call', name: 'coalesce', arguments: [member, nothing], type: type.of }
      : member;
  if (!isList) return present;
  const separator: ExpressionNode = { kind: 'literal', value: ' ', type: text };
  return { kind: 'call', name: 'join', arguments: [present, separator], type: text };
}
