import type { NamedTypeDocument, ReadBlueprint } from '../blueprint/document.ts';
import { readField } from '../blueprint/field-notation.ts';
import type { Problems } from '../blueprint/problems.ts';
import type { FieldType } from '../model/field.ts';
import { isSafeTypeName } from '../naming/identifier.ts';
import { lowerFields, reportMentions } from './lower-fields.ts';
import { lowerNestedFields } from './nested-fields.ts';
import type { TypeNames } from './type-names.ts';

/** Stands for a type that cannot be read, so that what uses it says nothing more. */
const broken: FieldType = { kind: 'json' };

/** Lowers `types`: each is read when something first uses its name, so that they may stand in any order. */
export function lowerTypes(
  { types = {}, entities }: Pick<ReadBlueprint, 'types' | 'entities'>,
  problems: Problems,
): TypeNames {
  const known = new Map<string, FieldType>();
  const underway: string[] = [];
  const names: TypeNames = {
    entities: new Set(Object.keys(entities)),
    types: new Set(Object.keys(types)),
    typeOf: (name) => {
      const document = types[name];
      if (document === undefined || !Object.hasOwn(types, name)) return undefined;
      if (underway.includes(name)) {
        reportCircle(name, underway, problems);
        return broken;
      }
      const present = known.get(name);
      if (present !== undefined) return present;
      underway.push(name);
      const type = lowerType(name, document, names, problems);
      underway.pop();
      known.set(name, type);
      return type;
    },
  };
  reportTypeNames(names, problems);
  for (const name of names.types) names.typeOf(name);
  return names;
}

function lowerType(
  name: string,
  document: NamedTypeDocument,
  names: TypeNames,
  problems: Problems,
): FieldType {
  const path = ['types', name];
  if (typeof document !== 'string') {
    return {
      kind: 'object',
      fields: lowerNestedFields(lowerFields(document, names, path, problems), path, problems),
      name,
    };
  }
  const reading = readField(document, names);
  if ('problem' in reading) {
    problems.add({ ...reading.problem, path });
    return broken;
  }
  reportMentions(reading.entities, names, path, problems, document);
  const { type, isOptional, unique, defaultValue } = reading.notation;
  if (isOptional || unique !== undefined || defaultValue !== undefined) {
    problems.add({
      code: 'invalid_constraint',
      path,
      message: 'A type has no `?`, no `unique` and no default: these belong to the fields that use it.',
      suggestion: `Write them there: \`${name}?\`, \`${name} unique\`, \`${name} = …\`.`,
    });
  }
  return type.kind === 'enum' ? { ...type, name } : type;
}

function reportCircle(name: string, underway: readonly string[], problems: Problems): void {
  const circle = [...underway.slice(underway.indexOf(name)), name].join(' → ');
  problems.add({
    code: 'circular_type',
    path: ['types', underway.at(-1) ?? name],
    isKey: true,
    message: `A \`${name}\` would hold itself: ${circle}.`,
    suggestion: 'Make it an entity whose records refer to each other, or write `json`.',
  });
}

function reportTypeNames({ entities, types }: TypeNames, problems: Problems): void {
  const taken = new Map([...entities].map((name) => [name.toLowerCase(), `the entity \`${name}\``]));
  for (const name of types) {
    const owner = taken.get(name.toLowerCase());
    taken.set(name.toLowerCase(), `the type \`${name}\``);
    if (owner !== undefined) {
      problems.add({
        code: 'name_clash',
        path: ['types', name],
        isKey: true,
        message: `\`${name}\` and ${owner} have one name.`,
      });
    }
    if (isSafeTypeName(name)) continue;
    problems.add({
      code: 'reserved_name',
      path: ['types', name],
      isKey: true,
      message: `\`${name}\` cannot be the name of a type: generated code needs that name for something else.`,
      suggestion: `Write \`${name}Value\`, or a word that says more.`,
    });
  }
}
