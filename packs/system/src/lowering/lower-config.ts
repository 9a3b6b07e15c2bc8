import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { FieldsDocument } from '../blueprint/document.ts';
import type { Problems } from '../blueprint/problems.ts';
import type { Setting } from '../model/config.ts';
import type { Field, FieldType } from '../model/field.ts';
import { screamingSnakeCase } from '../naming/letter-case.ts';
import { lowerFields } from './lower-fields.ts';
import type { TypeNames } from './type-names.ts';

/** Environment variables that every system reads, or that the processes around it use. */
const takenVariables: ReadonlySet<string> = new Set(
  'PORT HOST DATA_FILE DATABASE_URL MILLWRIGHT_TEST_CLOCK PATH HOME TMPDIR LANG NODE_ENV NODE_OPTIONS'.split(
    ' ',
  ),
);

/** Lowers the settings: fields in field notation, of types that a line of text can give. */
export function lowerConfig(
  documents: FieldsDocument | undefined,
  names: TypeNames,
  problems: Problems,
): Setting[] {
  const secrets = new Set<string>();
  const readable = Object.entries(documents ?? {}).map(([name, written]) => {
    const notation = typeof written === 'string' ? written : written.type;
    if (!/^secret\b/.test(notation)) return [name, written] as const;
    secrets.add(name);
    const plain = notation.replace('secret', 'text');
    return [name, typeof written === 'string' ? plain : { ...written, type: plain }] as const;
  });
  const fields = lowerFields(
    Object.fromEntries(readable),
    { ...names, entities: new Set() },
    ['config'],
    problems,
  );
  const seen = new Map<string, string>();
  return fields.map((field) => {
    const { name, type, isOptional, defaultValue, description } = field;
    const variable = screamingSnakeCase(name);
    reportVariable(name, variable, seen, problems);
    reportField(field, secrets.has(name), problems);
    return {
      name,
      variable,
      type,
      isOptional,
      isSecret: secrets.has(name),
      ...(defaultValue === undefined ? {} : { defaultValue }),
      ...(description === undefined ? {} : { description }),
    };
  });
}

function reportVariable(name: string, variable: string, seen: Map<string, string>, problems: Problems): void {
  const path = ['config', name];
  if (takenVariables.has(variable)) {
    problems.add({
      code: 'reserved_name',
      path,
      isKey: true,
      message: `The environment variable ${variable} has a meaning of its own.`,
      suggestion: `Say whose it is: \`${name}OfService\`.`,
    });
  }
  const twin = seen.get(variable);
  if (twin !== undefined) {
    problems.add({
      code: 'name_clash',
      path,
      isKey: true,
      message: `\`${twin}\` and \`${name}\` are both the environment variable ${variable}.`,
    });
  }
  seen.set(variable, name);
}

/** One line of text cannot give everything that a field may hold. */
function reportField(
  { name, type, unique, defaultValue }: Field,
  isSecret: boolean,
  problems: Problems,
): void {
  const path: DocumentPath = ['config', name];
  if (!isPlain(type)) {
    problems.add({
      code: 'invalid_field',
      path,
      message:
        'A value of the configuration is text, a number, true or false, a date, an enum, or a list of texts.',
    });
  }
  if (unique !== undefined) {
    problems.add({
      code: 'invalid_constraint',
      path,
      message: 'A value of the configuration is the only one of its name; `unique` means nothing here.',
    });
  }
  if (defaultValue !== undefined && (defaultValue.kind !== 'literal' || isSecret)) {
    problems.add({
      code: 'invalid_default',
      path,
      message: isSecret
        ? 'A secret has no default: it would be known to everybody who can read the blueprint.'
        : 'A default of the configuration is a value that is written down.',
      suggestion: isSecret ? 'Leave the default out, or write `secret?`.' : undefined,
    });
  }
}

function isPlain(type: FieldType): boolean {
  if (type.kind === 'list') return isWrittenAsText(type.of);
  return isWrittenAsText(type) || ['integer', 'number', 'money', 'boolean'].includes(type.kind);
}

function isWrittenAsText({ kind }: FieldType): boolean {
  return ['text', 'enum', 'date', 'time', 'datetime', 'duration'].includes(kind);
}
