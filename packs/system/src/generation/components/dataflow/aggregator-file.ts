import type { AggregatorComponent } from '../../../model/dataflow.ts';
import { literal } from '../../code/literal.ts';
import type { SourceFile } from '../../code/source-file.ts';
import { hasJournal } from '../../plan/dataflow-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { addClass, method } from './component-class.ts';
import { ComponentScope, readBy } from './component-scope.ts';
import { keyMethod, keyType } from './key-code.ts';
import { dataflowPackage, messageTypeText, objectCode, portType } from './message-code.ts';

/** `src/components/<name>-aggregator.ts`. */
export function renderAggregatorFile(
  component: AggregatorComponent,
  system: SystemPlan,
  usage: StorageUsage,
): SourceFile {
  const { of, to, by, time } = component;
  const scope = new ComponentScope(component, system, usage);
  const { file } = scope;
  const [type, outType] = [messageTypeText(of, file), messageTypeText(to, file)];
  const isDurable = hasJournal(system.model);
  if (isDurable) file.imports.type(dataflowPackage, 'Journal');
  const methods = [
    ...(by === undefined ? [] : [keyMethod(by, type, scope)]),
    ...(time === undefined
      ? []
      : [method(`timeOf(message: ${type}): string`, `return ${scope.compile(time.of)};`)]),
    aggregateMethod(component, type, outType, scope),
  ];
  addClass(
    component,
    {
      doc: `Makes one ${to.name} of all ${of.name} messages in a window.`,
      base: 'Aggregator',
      typeArguments: [type, outType, ...(by === undefined ? [] : [keyType(by)])],
      parameters: isDurable ? ['journal: Journal'] : [],
      options: [
        `type: ${portType(of)}`,
        `outType: ${portType(to)}`,
        `window: ${literal(component.window)}`,
        ...eventTime(component),
        ...(isDurable ? ['journal'] : []),
      ],
      methods,
    },
    scope,
  );
  return file;
}

function eventTime({ time }: AggregatorComponent): readonly string[] {
  if (time === undefined) return [];
  const { latenessMs, idleMs } = time;
  return [`eventTime: ${literal({ latenessMs, ...(idleMs === undefined ? {} : { idleMs }) })}`];
}

function aggregateMethod(
  { set, to, by }: AggregatorComponent,
  type: string,
  outType: string,
  scope: ComponentScope,
): string {
  const nodes = set.map(({ value }) => value.node);
  const facts = readBy(['key', 'start', 'end'], nodes);
  const readsMessages = readBy(['messages'], nodes).length > 0;
  const parameters: string[] = [];
  if (readsMessages || facts.length > 0) {
    parameters.push(`${readsMessages ? 'messages' : '_messages'}: readonly ${type}[]`);
  }
  if (facts.length > 0) {
    const window = scope.file.imports.type(dataflowPackage, 'WindowFacts');
    parameters.push(`{ ${facts.join(', ')} }: ${window}<${by === undefined ? 'null' : keyType(by)}>`);
  }
  const body = `return ${objectCode(set, to.fields, scope)};`;
  return method(`aggregate(${parameters.join(', ')}): ${outType}`, body);
}
