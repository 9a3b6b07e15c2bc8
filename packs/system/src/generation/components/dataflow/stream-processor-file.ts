import { precedences } from '../../../expression/precedence.ts';
import type { StreamProcessorComponent } from '../../../model/dataflow.ts';
import { literal, propertyKey } from '../../code/literal.ts';
import type { SourceFile } from '../../code/source-file.ts';
import { capitalise } from '../../../naming/letter-case.ts';
import { hasJournal } from '../../plan/dataflow-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { canonical } from '../domain/field-schema.ts';
import { typeText } from '../domain/field-type.ts';
import { addClass, method } from './component-class.ts';
import { ComponentScope, readBy } from './component-scope.ts';
import { keyMethod, keyType } from './key-code.ts';
import { dataflowPackage, messageTypeText, objectCode, portType } from './message-code.ts';
import { negate } from '../../code/negate.ts';

/** `src/components/<name>-stream-processor.ts`. */
export function renderStreamProcessorFile(
  component: StreamProcessorComponent,
  system: SystemPlan,
  usage: StorageUsage,
): SourceFile {
  const { of, to, by } = component;
  const scope = new ComponentScope(component, system, usage);
  const { file } = scope;
  const [type, outType] = [messageTypeText(of, file), messageTypeText(to, file)];
  const isDurable = hasJournal(system.model);
  if (isDurable) file.imports.type(dataflowPackage, 'Journal');
  const state = addState(component, file);
  const methods = [
    ...(by === undefined ? [] : [keyMethod(by, type, scope)]),
    method(`initial(): ${state}`, `return ${initialCode(component)};`),
    nextMethod(component, type, state, scope),
    outputMethod(component, type, state, outType, scope),
  ];
  addClass(
    component,
    {
      doc: `Keeps a state ${by === undefined ? '' : 'for each key '}that every ${of.name} changes.`,
      base: 'StreamProcessor',
      typeArguments: [type, state, outType, ...(by === undefined ? [] : [keyType(by)])],
      parameters: isDurable ? ['journal: Journal'] : [],
      options: [`type: ${portType(of)}`, `outType: ${portType(to)}`, ...(isDurable ? ['journal'] : [])],
      methods,
    },
    scope,
  );
  return file;
}

function addState({ name, state }: StreamProcessorComponent, file: SourceFile): string {
  const type = `${capitalise(name)}State`;
  const members = state.map(
    (field) =>
      `  readonly ${propertyKey(field.name)}: ${typeText(field.type, file)}${field.isOptional ? ' | null' : ''};`,
  );
  file.add(`\ninterface ${type} {\n${members.join('\n')}\n}`);
  return type;
}

function initialCode({ state }: StreamProcessorComponent): string {
  const values = state.map(({ name, type, defaultValue }) => {
    const value = defaultValue?.kind === 'literal' ? canonical(type, defaultValue.value) : null;
    return `${propertyKey(name)}: ${literal(value)}`;
  });
  return `{ ${values.join(', ')} }`;
}

/** Fields that `next` does not name stay as they are. */
function nextMethod(
  { next, state, by }: StreamProcessorComponent,
  type: string,
  stateType: string,
  scope: ComponentScope,
): string {
  const isWhole = state.every(({ name }) => next.some(({ field }) => field === name));
  const object = objectCode(next, state, scope);
  const code = isWhole ? object : object.replace(/^\{ /, '{ ...state, ');
  const nodes = next.map(({ value }) => value.node);
  const all = ['state', 'message', 'key'];
  const read = readBy(all, nodes);
  const used = all.map((name) => read.includes(name) || (name === 'state' && !isWhole));
  const types = [stateType, type, by === undefined ? 'null' : keyType(by)];
  const parameters = all
    .slice(0, used.lastIndexOf(true) + 1)
    .map((name, index) => `${used[index] ? name : `_${name}`}: ${types[index]}`);
  return method(`next(${parameters.join(', ')}): ${stateType}`, `return ${code};`);
}

function outputMethod(
  { set, when, to, by }: StreamProcessorComponent,
  type: string,
  stateType: string,
  outType: string,
  scope: ComponentScope,
): string {
  const nodes = [...set.map(({ value }) => value.node), ...(when === undefined ? [] : [when.node])];
  const readsMessage = readBy(['message'], nodes).length > 0;
  const facts = readBy(['key', 'state', 'previous'], nodes);
  const parameters: string[] = [];
  if (readsMessage || facts.length > 0) parameters.push(`${readsMessage ? 'message' : '_message'}: ${type}`);
  if (facts.length > 0) {
    const change = scope.file.imports.type(dataflowPackage, 'Change');
    const keys = by === undefined ? 'null' : keyType(by);
    parameters.push(`{ ${facts.join(', ')} }: ${change}<${stateType}, ${keys}>`);
  }
  const result = `return ${objectCode(set, to.fields, scope)};`;
  if (when === undefined) return method(`output(${parameters.join(', ')}): ${outType}`, result);
  const unless = scope.compile({ node: negate(when.node) }, precedences.conditional);
  const body = `if (${unless}) return undefined;\n${result}`;
  return method(`output(${parameters.join(', ')}): ${outType} | undefined`, body);
}
