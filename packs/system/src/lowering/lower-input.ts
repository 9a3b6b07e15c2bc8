import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { OperationDocument } from '../blueprint/document.ts';
import { RelocatedProblems } from '../blueprint/relocated-problems.ts';
import type { Field } from '../model/field.ts';
import { listInputName } from '../model/list-input.ts';
import { storedFileFields } from '../model/stored-file.ts';
import { suggestName } from '../naming/nearest-name.ts';
import { lowerFields } from './lower-fields.ts';
import { fieldsOf } from './lowering-context.ts';
import type { LoweringContext } from './lowering-context.ts';

/** Whether the body is a list itself: `Task[] 1..100`. */
export function isListInput({ input }: OperationDocument): boolean {
  return typeof input === 'string' && input.includes('[]');
}

export function lowerInput(
  document: OperationDocument,
  path: DocumentPath,
  context: LoweringContext,
): readonly Field[] {
  const { input } = document;
  if (document.upload !== undefined) return storedFileFields;
  if (input === undefined) return [];
  const { names, problems } = context;
  if (typeof input !== 'string') return lowerFields(input, names, path, problems);
  if (isListInput(document)) return lowerListInput(input, path, context);
  const type = names.typeOf(input);
  if (type?.kind === 'object') return type.fields;
  if (!names.entities.has(input)) {
    problems.add({
      code: 'unknown_entity',
      path,
      message: `There is no entity and no object among the \`types\` with the name \`${input}\`.`,
      suggestion: suggestName(input, [...names.entities, ...names.types]),
    });
  }
  const isChange = document.do.some((step) => 'update' in step && step.from === 'input');
  return givenFields(input, isChange, context);
}

/** The fields of a record that a request may give. */
function givenFields(entity: string, isChange: boolean, context: LoweringContext): readonly Field[] {
  return fieldsOf(context, entity).filter(
    (field) =>
      field.managed === undefined &&
      field.isReadonly === undefined &&
      !(isChange && field.isImmutable === true) &&
      !isSecretOfRecord(field, isChange),
  );
}

/** Tokens are made by the system; the password of a record that is there is changed by an operation that says so. */
function isSecretOfRecord({ type }: Field, isChange: boolean): boolean {
  const secret = type.kind === 'text' ? type.secret : undefined;
  return secret === 'token' || (secret === 'password' && isChange);
}

/** A body that is a list is the one field of the input. The items of an entity's list are what its records are made from. */
function lowerListInput(notation: string, path: DocumentPath, context: LoweringContext): readonly Field[] {
  const { names, source } = context;
  const problems = new RelocatedProblems(source, context.problems, () => path);
  const [, entity = '', rest = ''] = /^([A-Z]\w*)(\[\].*)$/s.exec(notation.trim()) ?? [];
  if (!names.entities.has(entity)) return lowerFields({ [listInputName]: notation }, names, path, problems);
  const [field] = lowerFields({ [listInputName]: `text${rest}` }, names, path, problems);
  if (field?.type.kind !== 'list') return [];
  const fields = givenFields(entity, false, context).map(asMember);
  return [{ ...field, type: { ...field.type, of: { kind: 'object', fields } } }];
}

/** A field of a record as the member of an object, which has only literal defaults: others may be left out. */
function asMember({ name, type, isOptional, defaultValue, description }: Field): Field {
  const isMade = defaultValue !== undefined && defaultValue.kind !== 'literal';
  return {
    name,
    type,
    isOptional: isOptional || isMade,
    ...(description === undefined ? {} : { description }),
    ...(defaultValue === undefined || isMade ? {} : { defaultValue }),
  };
}
