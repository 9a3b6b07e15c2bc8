import { precedences } from '../../../expression/precedence.ts';
import type { FilterComponent, RouterComponent, TransformerComponent } from '../../../model/dataflow.ts';
import { literal } from '../../code/literal.ts';
import type { SourceFile } from '../../code/source-file.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { addClass, method } from './component-class.ts';
import { ComponentScope, readBy } from './component-scope.ts';
import { dataflowPackage, messageTypeText, objectCode, portType } from './message-code.ts';

/** `src/components/<name>-transformer.ts`. */
export function renderTransformerFile(
  component: TransformerComponent,
  system: SystemPlan,
  usage: StorageUsage,
): SourceFile {
  const { of, to, set } = component;
  const scope = new ComponentScope(component, system, usage);
  const { file } = scope;
  const [type, outType] = [messageTypeText(of, file), messageTypeText(to, file)];
  const parameters = readBy(
    ['message'],
    set.map(({ value }) => value.node),
  ).map((name) => `${name}: ${type}`);
  const body = `return ${objectCode(set, to.fields, scope)};`;
  addClass(
    component,
    {
      doc: `Makes one ${to.name} of each ${of.name}.`,
      base: 'Transformer',
      typeArguments: [type, outType],
      options: [`type: ${portType(of)}`, `outType: ${portType(to)}`],
      methods: [method(`transform(${parameters.join(', ')}): ${outType}`, body)],
    },
    scope,
  );
  return file;
}

/** `src/components/<name>-filter.ts`. */
export function renderFilterFile(
  component: FilterComponent,
  system: SystemPlan,
  usage: StorageUsage,
): SourceFile {
  const { of, keep } = component;
  const scope = new ComponentScope(component, system, usage);
  const { file } = scope;
  const type = messageTypeText(of, file);
  const parameters = readBy(['message'], [keep.node]).map((name) => `${name}: ${type}`);
  const body = `return ${scope.compile(keep)};`;
  addClass(
    component,
    {
      doc: `Lets some of the messages through.`,
      base: 'Filter',
      typeArguments: [type],
      options: [`type: ${portType(of)}`],
      methods: [method(`keeps(${parameters.join(', ')}): boolean`, body)],
    },
    scope,
  );
  return file;
}

/** `src/components/<name>-router.ts`. */
export function renderRouterFile(
  component: RouterComponent,
  system: SystemPlan,
  usage: StorageUsage,
): SourceFile {
  const { of, routes } = component;
  const scope = new ComponentScope(component, system, usage);
  const { file } = scope;
  const type = messageTypeText(of, file);
  file.imports.type(dataflowPackage, 'Message');
  file.imports.type('@millwright/harness', 'SendPort');
  const nodes = routes.map(({ when }) => when.node);
  const parameters = readBy(['message'], nodes).map((name) => `${name}: ${type}`);
  const body = [
    ...routes.map(
      ({ name, when }) => `if (${scope.compile(when, precedences.conditional)}) return this.${name};`,
    ),
    'return this.otherwise;',
  ].join('\n');
  addClass(
    component,
    {
      doc: 'Sends each message the first way whose condition holds.',
      base: 'Router',
      typeArguments: [type],
      options: [`type: ${portType(of)}`],
      fields: routes.map(({ name }) => `readonly ${name} = this.way(${literal(name)});`),
      methods: [method(`route(${parameters.join(', ')}): SendPort<Message<${type}>>`, body)],
    },
    scope,
  );
  return file;
}
