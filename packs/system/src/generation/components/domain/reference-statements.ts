import type { FieldType } from '../../../model/field.ts';
import { spaced } from '../../../naming/letter-case.ts';
import { literal } from '../../code/literal.ts';
import type { OperationScope } from './operation-scope.ts';
import { referencesFile } from './references-file.ts';

/** Where a value stands in the code and in the input. */
export interface CheckedPlace {
  readonly code: string;
  /** The path in the input as the body of a template literal: `items.${index}.product`. */
  readonly path: string;
  /** Whether the value may be null or undefined. */
  readonly isMaybeAbsent: boolean;
}

/** True when values of the type hold ids of records. */
export function holdsReference(type: FieldType): boolean {
  if (type.kind === 'list') return holdsReference(type.of);
  if (type.kind === 'object') return type.fields.some((field) => holdsReference(field.type));
  return type.kind === 'reference';
}

/** Statements that refuse a value in which an id leads nowhere, at any depth. */
export function referenceStatements(type: FieldType, place: CheckedPlace, scope: OperationScope): string[] {
  if (!holdsReference(type)) return [];
  switch (type.kind) {
    case 'reference':
      return [expectation('one', type.entity, place, scope)];
    case 'list':
      return type.of.kind === 'reference'
        ? [expectation('all', type.of.entity, place, scope)]
        : eachItem(type.of, place, scope);
    case 'object':
      return type.fields.flatMap((field) =>
        referenceStatements(
          field.type,
          {
            code: `${place.code}${place.isMaybeAbsent ? '?.' : '.'}${field.name}`,
            path: `${place.path}.${field.name}`,
            isMaybeAbsent: place.isMaybeAbsent || field.isOptional,
          },
          scope,
        ),
      );
    default:
      return [];
  }
}

function eachItem(
  of: FieldType,
  { code, path, isMaybeAbsent }: CheckedPlace,
  scope: OperationScope,
): string[] {
  const index = scope.local('index');
  const item = scope.local('item');
  const inner = { code: item, path: `${path}.\${${index}}`, isMaybeAbsent: false };
  const entries = isMaybeAbsent ? `(${code} ?? []).entries()` : `${code}.entries()`;
  const statements = referenceStatements(of, inner, scope).join('\n    ');
  return [`for (const [${index}, ${item}] of ${entries}) {\n    ${statements}\n  }`];
}

function expectation(
  which: 'one' | 'all',
  target: string,
  { code, path }: CheckedPlace,
  scope: OperationScope,
): string {
  const { system } = scope;
  const { table, entity } = system.entity(target);
  scope.usage.method('find');
  scope.usage.references.add(which);
  const name = which === 'all' ? 'expectAllExisting' : 'expectExisting';
  const message =
    which === 'all'
      ? `Not all of these are ${spaced(entity.plural)}.`
      : `There is no ${spaced(entity.name)} with this id.`;
  const field = path.includes('${') ? `\`${path}\`` : literal(path);
  const expect = scope.file.imports.value(referencesFile, name);
  return `${system.asynchrony.await}${expect}(tables.${table}, ${code}, ${field}, ${literal(message)});`;
}
