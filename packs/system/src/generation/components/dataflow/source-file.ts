import type { SourceComponent } from '../../../model/dataflow.ts';
import { literal, propertyKey } from '../../code/literal.ts';
import type { SourceFile } from '../../code/source-file.ts';
import { variablesIn } from '../../../expression/expression-walk.ts';
import { hasJournal, type SourcePortPlan } from '../../plan/dataflow-plan.ts';
import type { Field } from '../../../model/field.ts';
import { schemaConstant, typeFile } from '../../plan/named-type.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { capitalise } from '../../../naming/letter-case.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import { absence, valueSchema } from '../domain/field-schema.ts';
import { addClass, method } from './component-class.ts';
import { ComponentScope } from './component-scope.ts';
import { dataflowPackage, messageTypeText, objectCode, portType } from './message-code.ts';

/** `src/components/<name>-source.ts`. */
export function renderSourceFile(
  source: SourceComponent,
  system: SystemPlan,
  usage: StorageUsage,
): SourceFile {
  const scope = new ComponentScope(source, system, usage);
  const { file } = scope;
  const type = messageTypeText(source.of, file);
  const isDurable = hasJournal(system.model);
  if (isDurable) file.imports.type(dataflowPackage, 'Journal');
  const common = {
    parameters: isDurable ? ['journal: Journal'] : [],
    options: [
      `type: ${portType(source.of)}`,
      ...(isDurable ? ['journal'] : []),
      ...(source.backlog === standardBacklog ? [] : [`backlog: ${source.backlog}`]),
    ],
  };
  if (source.entrance.kind === 'schedule') {
    const message = `return ${objectCode(source.set, source.of.fields, scope)};`;
    addClass(
      source,
      {
        ...common,
        doc: `Makes a message every ${source.entrance.everyMs / 1000} seconds.`,
        base: 'ScheduleSource',
        typeArguments: [type],
        options: [...common.options, `everyMs: ${source.entrance.everyMs}`],
        methods: [method(`message(): ${type}`, message)],
      },
      scope,
    );
    return file;
  }
  const { entrance } = source;
  const bodyType = addBody(source, entrance.body, type, file);
  if (entrance.kind === 'topic') {
    addClass(
      source,
      {
        ...common,
        doc: `Takes what is published on \`${entrance.subject}\`.`,
        base: 'TopicSource',
        typeArguments: [type],
        parameters: [...common.parameters, `topics: ${file.imports.type(dataflowPackage, 'Topics')}`],
        options: [...common.options, 'topics', `subject: ${literal(entrance.subject)}`],
        methods: [publishedMethod(source, type, scope)],
      },
      scope,
    );
    return file;
  }
  addClass(
    source,
    {
      ...common,
      doc: 'Takes messages that clients send.',
      base: 'HttpSource',
      typeArguments: bodyType === type ? [type] : [type, bodyType],
      methods: [messageMethod(source, type, bodyType, scope)],
    },
    scope,
  );
  return file;
}

const standardBacklog = 10_000;

/** The schema and the type of what clients send, where that is not the whole message. */
function addBody(source: SourceComponent, body: readonly Field[], type: string, file: SourceFile): string {
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

function bodyNames({ name }: SourceComponent): { readonly schema: string; readonly bodyType: string } {
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

/** Reads what was published, and adds what the system fills in. */
function publishedMethod(source: SourceComponent, type: string, scope: ComponentScope): string {
  const { file } = scope;
  const schema =
    source.set.length === 0
      ? file.imports.value(typeFile(source.of), schemaConstant(source.of))
      : bodyNames(source).schema;
  const refused = file.imports.value(dataflowPackage, 'RefusedError');
  const prettify = `${file.imports.value('zod', 'z')}.prettifyError`;
  const usesTopic = source.set.some(({ value }) => variablesIn(value.node).has('topic'));
  const message =
    source.set.length === 0
      ? 'read.data'
      : objectCode(source.set, source.of.fields, scope).replace(/^\{ /, '{ ...read.data, ');
  return method(
    `message(body: unknown${usesTopic ? ', topic: string' : ''}): ${type}`,
    [
      `const read = ${schema}.safeParse(body);`,
      `if (!read.success) throw new ${refused}(${prettify}(read.error));`,
      `return ${message};`,
    ].join('\n'),
  );
}

function messageMethod(
  source: SourceComponent,
  type: string,
  bodyType: string,
  scope: ComponentScope,
): string {
  if (source.set.length === 0) return method(`message(body: ${type}): ${type}`, 'return body;');
  const set = objectCode(source.set, source.of.fields, scope).replace(/^\{ /, '{ ...body, ');
  const usesPath = source.set.some(({ value }) => variablesIn(value.node).has('path'));
  const { entrance } = source;
  const segments = entrance.kind === 'http' ? entrance.http.path : [];
  const parameters = segments.flatMap((segment) => (typeof segment === 'string' ? [] : [segment.parameter]));
  const members = parameters.map((name) => `readonly ${name}: string`).join('; ');
  const path = usesPath ? `, path: { ${members} }` : '';
  return method(`message(body: ${bodyType}${path}): ${type}`, `return ${set};`);
}
