import type { Setting } from '../../../model/config.ts';
import type { FieldType } from '../../../model/field.ts';

import { docComment } from '../../code/comment.ts';
import { literal } from '../../code/literal.ts';
import type { SourceFile } from '../../code/source-file.ts';
import { canonical, typeSchema } from '../domain/field-schema.ts';
import { typeText } from '../domain/field-type.ts';

/** The part of `src/config.ts` that reads what the blueprint wants of the environment. */
export function addSettings(settings: readonly Setting[], file: SourceFile): void {
  file.imports.value('zod', 'z');
  file.add(`
/** What the environment sets for this system in particular. */
export interface Settings {
${settings.map((setting) => memberType(setting, file)).join('\n')}
}`);
  for (const conversion of conversionsOf(settings)) file.add(conversions[conversion]);
  file.add(`
const settings = z.object({
${settings.map((setting) => `  ${setting.variable}: ${schemaOf(setting, file)},`).join('\n')}
});`);
}

/** The function that reads them; it goes below \`loadConfig\`, which calls it. */
export function addSettingsReader(settings: readonly Setting[], file: SourceFile): void {
  file.add(`
function settingsFrom(environment: NodeJS.ProcessEnv): Settings {
  const present = Object.entries(environment).filter(([, text]) => text !== '');
  const { data, error } = settings.safeParse(Object.fromEntries(present), { reportInput: true });
  if (error) throw new ConfigError(error.issues.map(complaintOf).join(' '));
  return {
${settings.map(({ name, variable }) => `    ${name}: data.${variable},`).join('\n')}
  };
}

/** Names the variable, and never tells its value, which may be a secret. */
function complaintOf({ path: [variable], input, message }: z.core.$ZodIssue): string {
  return input === undefined ? \`\${String(variable)} is not set.\` : \`\${String(variable)}: \${message}.\`;
}`);
}

function memberType(
  { name, variable, type, isOptional, isSecret, ...rest }: Setting,
  file: SourceFile,
): string {
  const notes = [variable, rest.description, isSecret ? 'Never to be logged.' : undefined];
  const comment = docComment(notes.filter((note) => note !== undefined).join(': '), '  ');
  const text = typeText(type, file);
  const isNullable = isOptional && rest.defaultValue === undefined;
  return `${comment}  readonly ${name}: ${text}${isNullable ? ' | null' : ''};`;
}

function schemaOf({ type, isOptional, defaultValue }: Setting, file: SourceFile): string {
  const schema = textSchema(type, file);
  if (defaultValue?.kind === 'literal') {
    return `${schema}.default(${literal(canonical(type, defaultValue.value))})`;
  }
  return isOptional ? `${schema}.nullable().default(null)` : schema;
}

/** The schema of a value that arrives as text. */
function textSchema(type: FieldType, file: SourceFile): string {
  const conversion = conversionOf(type);
  const schema = typeSchema(type, { file, owner: noOwner });
  if (conversion === undefined) return schema;
  return conversion === 'booleanText' ? conversion : `${conversion}.pipe(${schema})`;
}

const noOwner = { file: '', enums: new Map() };

type Conversion = keyof typeof conversions;

function conversionOf({ kind }: FieldType): Conversion | undefined {
  switch (kind) {
    case 'integer':
    case 'number':
    case 'money':
      return 'numberText';
    case 'boolean':
      return 'booleanText';
    case 'list':
      return 'listText';
    default:
      return undefined;
  }
}

function conversionsOf(settings: readonly Setting[]): readonly Conversion[] {
  return (['numberText', 'booleanText', 'listText'] as const).filter((name) =>
    settings.some(({ type }) => conversionOf(type) === name),
  );
}

const conversions = {
  numberText: `
const numberText = z
  .string()
  .regex(/^-?\\d+(\\.\\d+)?$/, 'Expected a number')
  .transform(Number);`,
  booleanText: `
const booleanText = z.enum(['true', 'false']).transform((text) => text === 'true');`,
  listText: `
/** Values between commas. */
const listText = z.string().transform((text) => text.split(',').map((item) => item.trim()));`,
};

/** The member of \`Config\` and of what \`loadConfig\` returns. */
export const settingsMember = {
  type: '  readonly settings: Settings;',
  value: '    settings: settingsFrom(environment),',
};
