import type { SourceComponent } from '../../../model/dataflow.ts';
import type { Field } from '../../../model/field.ts';
import { capitalise } from '../../../naming/letter-case.ts';
import { propertyKey } from '../../code/literal.ts';
import type { SourceFile } from '../../code/source-file.ts';
import type { SourcePortPlan } from '../../plan/dataflow-plan.ts';
import { schemaConstant, typeFile } from '../../plan/named-type.ts';
import { absence, valueSchema } from '../domain/field-schema.ts';

/** The schema and the type of what clients send, where that is not the whole message. */
export function addBody(
  source: SourceComponent,
  body: readonly Field[],
  type: string,
  file: SourceFile,
): string {
  if (source.set.length === 0) return type;
  const { schema, bodyType } = bodyNames(source);
  const z = file.imports.value('zod', 'z');
  const members = body.map(
    (field) => `  ${propertyKey(field.name)}: ${valueSchema(field, { file })}${absence(field, false)},`,
  );
  file.add(`
export const ${schema} = ${z}.strictObject({
${members.join('\n')}
});
export type ${bodyType} = ${z}.output<typeof ${schema}>;`);
  return bodyType;
}

export function bodyNames({ name }: SourceComponent): { readonly schema: string; readonly bodyType: string } {
  return { schema: `${name}Body`, bodyType: `${capitalise(name)}Body` };
}

/** Where the schema of what clients send stands. */
export function bodySchema({ source, file }: SourcePortPlan): {
  readonly module: string;
  readonly name: string;
} {
  if (source.set.length === 0) return { module: typeFile(source.of), name: schemaConstant(source.of) };
  return { module: file, name: bodyNames(source).schema };
}

/** Where the type of what clients send stands, where that is not the whole message. */
export function bodyOf({ source, file }: SourcePortPlan): {
  readonly module: string;
  readonly typeName: string;
} {
  return { module: file, typeName: bodyNames(source).bodyType };
}
