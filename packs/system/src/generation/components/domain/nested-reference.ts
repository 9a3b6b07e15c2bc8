import type { Field, FieldType } from '../../../model/field.ts';
import { refersWithin } from '../../../model/nested-references.ts';

/** The condition that a value of a field refers to `id` inside an object. */
export function refersInside(field: Field, entity: string, value: string, id: string): string {
  return test(field.type, { entity, id, depth: 0 }, value, field.isOptional);
}

interface Search {
  readonly entity: string;
  readonly id: string;
  readonly depth: number;
}

function test(type: FieldType, search: Search, value: string, isOptional: boolean): string {
  const { entity, id, depth } = search;
  const dot = isOptional ? '?.' : '.';
  if (type.kind === 'object') {
    const tests = type.fields
      .filter((field) => isReference(field.type, entity) || refersWithin(field.type, entity))
      // Beyond what may be missing, everything may.
      .map((field) =>
        test(field.type, search, `${value}${dot}${field.name}`, field.isOptional || isOptional),
      );
    return tests.length === 1 ? tests.join('') : `(${tests.join(' || ')})`;
  }
  if (type.kind === 'list') {
    if (type.of.kind === 'reference') return `${value}${dot}includes(${id})`;
    const item = depth === 0 ? 'item' : `item${depth + 1}`;
    return `${value}${dot}some((${item}) => ${test(type.of, { ...search, depth: depth + 1 }, item, false)})`;
  }
  return `${value} === ${id}`;
}

function isReference(type: FieldType, entity: string): boolean {
  const item = type.kind === 'list' ? type.of : type;
  return item.kind === 'reference' && item.entity === entity;
}
