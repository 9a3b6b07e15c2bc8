import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { FieldsDocument, LongFieldDocument } from '../blueprint/document.ts';
import { readField, typeNames } from '../blueprint/field-notation.ts';
import type { EntityMention } from '../blueprint/field-notation.ts';
import type { Problems } from '../blueprint/problems.ts';
import type { DefaultValue, Field, FieldType } from '../model/field.ts';
import { isSafeProperty } from '../naming/identifier.ts';
import { didYouMean, suggestName } from '../naming/nearest-name.ts';
import { lowerNestedFields } from './nested-fields.ts';
import { suggestNotation } from './suggest-notation.ts';
import type { TypeNames } from './type-names.ts';

/** Fields of inputs, queries, events and objects, which take what is given; what only records have is reported. */
export function lowerFields(
  fields: FieldsDocument,
  names: TypeNames,
  path: DocumentPath,
  problems: Problems,
): Field[] {
  const lowered = lowerEntityFields(fields, names, path, problems);
  for (const field of lowered) reportRecordsOnly(field, fields[field.name], [...path, field.name], problems);
  return lowered;
}

/** What is never given in a body is called by what it is. */
function readonlyWord(file: Field['file']): string {
  return file === undefined ? 'readonly' : 'file';
}

function reportRecordsOnly(
  field: Field,
  written: FieldsDocument[string] | undefined,
  path: DocumentPath,
  problems: Problems,
): void {
  const long: Partial<LongFieldDocument> = typeof written === 'object' ? written : {};
  const words = [
    ...recordWords(field),
    ...(['computed', 'default'] as const).filter((key) => long[key] !== undefined),
  ];
  if (words.length === 0) return;
  problems.add({
    code: 'invalid_constraint',
    path,
    message: `Only a field of an entity is ${words.map((word) => `\`${word}\``).join(' and ')}.`,
    suggestion: 'Leave the word out here.',
  });
}

/** The words of a field that only a record can keep to. */
function recordWords({
  type,
  defaultValue,
  isReadonly,
  isImmutable,
  isHidden,
  file,
}: Field): readonly string[] {
  const secret = type.kind === 'text' ? type.secret : undefined;
  return [
    secret === 'token' && 'token',
    isReadonly && readonlyWord(file),
    isImmutable && 'immutable',
    isHidden && secret === undefined && 'hidden',
    ...madeWords(defaultValue),
  ].filter((word) => typeof word === 'string');
}

function madeWords(defaultValue: DefaultValue | undefined): readonly string[] {
  const kind = defaultValue?.kind;
  return kind === 'next' || kind === 'uuid' ? [`= ${kind}`] : [];
}

/** Reads field notations; a field that cannot be read is reported and left out. */
export function lowerEntityFields(
  fields: FieldsDocument,
  names: TypeNames,
  path: DocumentPath,
  problems: Problems,
): Field[] {
  reportNames(Object.keys(fields), path, problems);
  return Object.entries(fields).flatMap(([name, written]) => {
    const field =
      typeof written === 'string'
        ? lowerNotation(name, written, names, [...path, name], problems)
        : lowerLongField(name, written, names, [...path, name], problems);
    return field === undefined ? [] : [field];
  });
}

function lowerNotation(
  name: string,
  notation: string,
  names: TypeNames,
  path: DocumentPath,
  problems: Problems,
  object?: FieldType,
): Field | undefined {
  const reading = readField(notation, { typeOf: names.typeOf, ...(object === undefined ? {} : { object }) });
  if ('problem' in reading) {
    const suggestion = suggestNotation(notation, names) ?? reading.problem.suggestion;
    problems.add({ ...reading.problem, path, suggestion });
    return undefined;
  }
  reportMentions(reading.entities, names, path, problems, notation);
  return { name, ...reading.notation };
}

function lowerLongField(
  name: string,
  { type, description, fields, was }: LongFieldDocument,
  names: TypeNames,
  path: DocumentPath,
  problems: Problems,
): Field | undefined {
  const field = lowerNotation(
    name,
    type,
    names,
    [...path, 'type'],
    problems,
    lowerObject(fields, names, path, problems),
  );
  if (field === undefined) return undefined;
  if (fields !== undefined && !/^object\b/.test(type)) {
    problems.add({
      code: 'invalid_constraint',
      path: [...path, 'fields'],
      isKey: true,
      message: `Only an \`object\` has \`fields\`, but \`${name}\` is \`${type}\`.`,
      suggestion: 'Write `type: object`, or `type: object[]` for several.',
    });
  }
  return {
    ...field,
    ...(description === undefined ? {} : { description }),
    ...(was === undefined ? {} : { was }),
  };
}

function lowerObject(
  fields: FieldsDocument | undefined,
  names: TypeNames,
  path: DocumentPath,
  problems: Problems,
): FieldType | undefined {
  if (fields === undefined) return undefined;
  const place = [...path, 'fields'];
  return {
    kind: 'object',
    fields: lowerNestedFields(lowerFields(fields, names, place, problems), place, problems),
  };
}

/** Reports names in a notation that belong to no entity. */
export function reportMentions(
  mentions: readonly EntityMention[],
  names: TypeNames,
  path: DocumentPath,
  problems: Problems,
  notation: string,
): void {
  for (const { name, offset } of mentions) {
    if (names.entities.has(name)) continue;
    problems.add({
      code: 'unknown_entity',
      path,
      offset,
      message: `There is no entity \`${name}\`, and no type of that name.`,
      suggestion:
        suggestNotation(notation, names) ??
        didYouMean(name, typeNames) ??
        suggestName(name, [...names.entities, ...names.types]),
    });
  }
}

function reportNames(names: readonly string[], path: DocumentPath, problems: Problems): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    if (!isSafeProperty(name)) {
      problems.add({
        code: 'reserved_name',
        path: [...path, name],
        isKey: true,
        message: `\`${name}\` cannot be the name of a field: every object has a property of that name.`,
        suggestion: `Write \`${name}Value\`, or a word that says more.`,
      });
    }
    const twin = seen.get(name.toLowerCase());
    if (twin !== undefined) {
      problems.add({
        code: 'name_clash',
        path: [...path, name],
        isKey: true,
        message: `\`${name}\` and \`${twin}\` differ only by case.`,
      });
    }
    seen.set(name.toLowerCase(), name);
  }
}
