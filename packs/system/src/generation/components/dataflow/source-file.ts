import { variablesIn } from '../../../expression/expression-walk.ts';
import type { Entrance, SourceComponent } from '../../../model/dataflow.ts';
import type { SourceFile } from '../../code/source-file.ts';
import { hasJournal } from '../../plan/dataflow-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { addClass, type ClassParts, method } from './component-class.ts';
import { ComponentScope } from './component-scope.ts';
import { dataflowPackage, messageTypeText, objectCode, portType } from './message-code.ts';
import { addBody } from './source-body.ts';
import { topicParts } from './topic-source.ts';

/** `src/components/<name>-source.ts`. */
export function renderSourceFile(
  source: SourceComponent,
  system: SystemPlan,
  usage: StorageUsage,
): SourceFile {
  const scope = new ComponentScope(source, system, usage);
  const { file } = scope;
  const isDurable = hasJournal(system.model);
  if (isDurable) file.imports.type(dataflowPackage, 'Journal');
  const { parameters = [], options, ...parts } = entranceParts(source, scope);
  addClass(
    source,
    {
      ...parts,
      parameters: [...(isDurable ? ['journal: Journal'] : []), ...parameters],
      options: [
        `type: ${portType(source.of)}`,
        ...(isDurable ? ['journal'] : []),
        ...(source.backlog === standardBacklog ? [] : [`backlog: ${source.backlog}`]),
        ...options,
      ],
    },
    scope,
  );
  return file;
}

const standardBacklog = 10_000;

function entranceParts(source: SourceComponent, scope: ComponentScope): ClassParts {
  const { entrance } = source;
  const type = messageTypeText(source.of, scope.file);
  switch (entrance.kind) {
    case 'schedule':
      return {
        doc: `Makes a message every ${entrance.everyMs / 1000} seconds.`,
        base: 'ScheduleSource',
        typeArguments: [type],
        options: [`everyMs: ${entrance.everyMs}`],
        methods: [method(`message(): ${type}`, `return ${objectCode(source.set, source.of.fields, scope)};`)],
      };
    case 'topic':
      return topicParts(source, entrance, type, scope);
    case 'http': {
      const bodyType = addBody(source, entrance.body, type, scope.file);
      return {
        doc: 'Takes messages that clients send.',
        base: 'HttpSource',
        typeArguments: bodyType === type ? [type] : [type, bodyType],
        options: [],
        methods: [messageMethod(source, entrance, { type, bodyType }, scope)],
      };
    }
  }
}

function messageMethod(
  source: SourceComponent,
  { http }: Extract<Entrance, { kind: 'http' }>,
  { type, bodyType }: { readonly type: string; readonly bodyType: string },
  scope: ComponentScope,
): string {
  if (source.set.length === 0) return method(`message(body: ${type}): ${type}`, 'return body;');
  const set = objectCode(source.set, source.of.fields, scope, 'body');
  const usesPath = source.set.some(({ value }) => variablesIn(value.node).has('path'));
  const parameters = http.path.flatMap((segment) => (typeof segment === 'string' ? [] : [segment.parameter]));
  const members = parameters.map((name) => `readonly ${name}: string`).join('; ');
  const path = usesPath ? `, path: { ${members} }` : '';
  return method(`message(body: ${bodyType}${path}): ${type}`, `return ${set};`);
}
