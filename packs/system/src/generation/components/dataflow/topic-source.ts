import { variablesIn } from '../../../expression/expression-walk.ts';
import type { Entrance, SourceComponent } from '../../../model/dataflow.ts';
import { literal } from '../../code/literal.ts';
import { schemaConstant, typeFile } from '../../plan/named-type.ts';
import { method } from './component-class.ts';
import type { ComponentScope } from './component-scope.ts';
import { dataflowPackage, objectCode } from './message-code.ts';
import { addBody, bodyNames } from './source-body.ts';

/** What the class of a source of published messages has besides what all sources have. */
export function topicParts(
  source: SourceComponent,
  { subject, body }: Extract<Entrance, { kind: 'topic' }>,
  type: string,
  scope: ComponentScope,
) {
  const { file } = scope;
  addBody(source, body, type, file);
  return {
    doc: `Takes what is published on \`${subject}\`.`,
    base: 'TopicSource',
    typeArguments: [type],
    parameters: [`topics: ${file.imports.type(dataflowPackage, 'Topics')}`],
    options: ['topics', `subject: ${literal(subject)}`],
    methods: [publishedMethod(source, type, scope)],
  };
}

/** Reads what was published, and adds what the system fills in. */
function publishedMethod(source: SourceComponent, type: string, scope: ComponentScope): string {
  const { file } = scope;
  const { set, of } = source;
  const isWhole = set.length === 0;
  const schema = isWhole ? file.imports.value(typeFile(of), schemaConstant(of)) : bodyNames(source).schema;
  const refused = file.imports.value(dataflowPackage, 'RefusedError');
  const prettify = `${file.imports.value('zod', 'z')}.prettifyError`;
  const usesTopic = set.some(({ value }) => variablesIn(value.node).has('topic'));
  const message = isWhole ? 'read.data' : objectCode(set, of.fields, scope, 'read.data');
  return method(
    `message(body: unknown${usesTopic ? ', topic: string' : ''}): ${type}`,
    [
      `const read = ${schema}.safeParse(body);`,
      `if (!read.success) throw new ${refused}(${prettify}(read.error));`,
      `return ${message};`,
    ].join('\n'),
  );
}
