import type { Field, FieldType } from '../../model/field.ts';
import { allListened } from '../../model/feed.ts';
import type { SystemModel } from '../../model/system.ts';
import { messageFields, sentFields } from './dataflow-fields.ts';
import { isNamed, type NamedType } from './named-type.ts';

/** A named type, and what for: to take it as input, to keep or announce values of it. */
export interface TypeInUse {
  readonly type: NamedType;
  readonly isTaken: boolean;
  readonly isKept: boolean;
}

/** The named types that something of the system uses, by name. */
export function typesInUse(model: SystemModel): readonly TypeInUse[] {
  const { entities, operations, events } = model;
  const taken = namedTypes([...operations.flatMap(({ input }) => input), ...sentFields(model)]);
  const asked = namedTypes([...operations, ...allListened(model)].flatMap(({ query }) => query));
  const kept = namedTypes([
    ...[...entities, ...events].flatMap(({ fields }) => fields),
    ...messageFields(model),
  ]);
  const all = new Map([...taken, ...asked, ...kept]);
  return [...all]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, type]) => ({ type, isTaken: taken.has(name), isKept: kept.has(name) }));
}

function namedTypes(fields: readonly Field[]): ReadonlyMap<string, NamedType> {
  return new Map(fields.flatMap(({ type }) => namedIn(type)).map((type) => [type.name, type]));
}

function namedIn(type: FieldType): readonly NamedType[] {
  const own = isNamed(type) ? [type] : [];
  if (type.kind === 'list') return namedIn(type.of);
  return type.kind === 'object' ? [...own, ...type.fields.flatMap((field) => namedIn(field.type))] : own;
}
