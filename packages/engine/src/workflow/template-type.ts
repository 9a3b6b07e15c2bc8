import type { Template } from '../expression/template.ts';
import { anyType, type ValueType } from '../expression/value-type.ts';
import { isRecord } from './json-schema.ts';
import type { Scope } from './scope.ts';

/** What is known before a run about the value a template gives. */
export function templateType(template: Template, scope: Scope): ValueType {
  switch (template.kind) {
    case 'constant':
      return constantType(template.value);
    case 'expression':
      return scope.typeOf(template.expression);
    case 'text':
      return { kind: 'text' };
    case 'list':
      return listType(template.items.map((item) => templateType(item, scope)));
    case 'object': {
      const fields = Object.entries(template.fields).map(([name, field]) => [
        name,
        templateType(field, scope),
      ]);
      return { kind: 'object', fields: Object.fromEntries(fields) };
    }
  }
}

function constantType(value: unknown): ValueType {
  if (Array.isArray(value)) return listType(value.map(constantType));
  if (isRecord(value)) {
    const fields = Object.entries(value).map(([name, inner]) => [name, constantType(inner)]);
    return { kind: 'object', fields: Object.fromEntries(fields) };
  }
  switch (typeof value) {
    case 'string':
      return { kind: 'text' };
    case 'number':
      return { kind: 'number' };
    case 'boolean':
      return { kind: 'boolean' };
    default:
      return anyType;
  }
}

/** A list of unlike items may hold anything. */
function listType(items: readonly ValueType[]): ValueType {
  const [first = anyType] = items;
  const isUniform = items.every(({ kind }) => kind === first.kind && kind !== 'object' && kind !== 'list');
  return { kind: 'list', of: isUniform ? first : anyType };
}
