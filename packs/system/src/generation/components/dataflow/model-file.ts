import type { ModelComponent } from '../../../model/dataflow.ts';
import { literal, propertyKey } from '../../code/literal.ts';
import type { SourceFile } from '../../code/source-file.ts';
import { capitalise } from '../../../naming/letter-case.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { absence, valueSchema } from '../domain/field-schema.ts';
import { addClass, method } from './component-class.ts';
import { ComponentScope, readBy } from './component-scope.ts';
import { messageTypeText, objectCode, portType } from './message-code.ts';

/** `src/components/<name>-model.ts`. */
export function renderModelFile(
  component: ModelComponent,
  system: SystemPlan,
  usage: StorageUsage,
): SourceFile {
  const { of, to, body, fallback, retries, breaker, timeoutMs, concurrency } = component;
  const scope = new ComponentScope(component, system, usage);
  const { file } = scope;
  const [type, outType] = [messageTypeText(of, file), messageTypeText(to, file)];
  const answer = addAnswer(component, file);
  const parametersOf = (assignments: ModelComponent['set']) =>
    readBy(
      ['message'],
      assignments.map(({ value }) => value.node),
    ).map((name) => `${name}: ${type}`);
  const methods = [
    ...(body === undefined
      ? []
      : [
          method(
            `question(${parametersOf(body).join(', ')}): unknown`,
            `return ${objectCode(body, [], scope)};`,
          ),
        ]),
    method(`read(answer: unknown): ${answer.type}`, `return ${answer.schema}.parse(answer);`),
    resultMethod(component, type, answer.type, outType, scope),
    ...(fallback === undefined
      ? []
      : [
          method(
            `fallback(${parametersOf(fallback).join(', ')}): ${outType}`,
            `return ${objectCode(fallback, to.fields, scope)};`,
          ),
        ]),
  ];
  addClass(
    component,
    {
      doc: `Asks a model about each ${of.name}.`,
      base: 'Model',
      typeArguments: [type, answer.type, outType],
      parameters: ['url: string'],
      options: [
        `type: ${portType(of)}`,
        `outType: ${portType(to)}`,
        'url',
        `timeoutMs: ${timeoutMs}`,
        `retries: ${literal({ ...retries, maxBackoffMs: Math.max(retries.backoffMs, longestBackoffMs) })}`,
        `breaker: ${literal(breaker)}`,
        `concurrency: ${concurrency}`,
      ],
      methods,
    },
    scope,
  );
  return file;
}

const longestBackoffMs = 30_000;

/** Of an answer only those fields count that are used; others may come with it. */
function addAnswer({ name, answer }: ModelComponent, file: SourceFile) {
  const schema = `${name}Answer`;
  const type = `${capitalise(name)}Answer`;
  const z = file.imports.value('zod', 'z');
  const members = answer.map(
    (field) => `  ${propertyKey(field.name)}: ${valueSchema(field, { file })}${absence(field, false)},`,
  );
  file.add(`
const ${schema} = ${z}.object({
${members.join('\n')}
});
type ${type} = ${z}.output<typeof ${schema}>;`);
  return { schema, type };
}

function resultMethod(
  { set, to }: ModelComponent,
  type: string,
  answerType: string,
  outType: string,
  scope: ComponentScope,
): string {
  const read = readBy(
    ['message', 'answer'],
    set.map(({ value }) => value.node),
  );
  const parameters: string[] = [];
  if (read.length > 0) parameters.push(`${read.includes('message') ? 'message' : '_message'}: ${type}`);
  if (read.includes('answer')) parameters.push(`answer: ${answerType}`);
  return method(
    `result(${parameters.join(', ')}): ${outType}`,
    `return ${objectCode(set, to.fields, scope)};`,
  );
}
