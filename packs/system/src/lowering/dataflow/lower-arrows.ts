import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { BindingDocument } from '../../blueprint/document.ts';
import type { Problems } from '../../blueprint/problems.ts';
import { type DataflowComponent, isDataflow } from '../../model/dataflow.ts';
import { inType, outPorts } from '../../model/dataflow-ports.ts';
import type { Binding, PortAddress } from '../../model/system.ts';
import { suggestName } from '../../naming/nearest-name.ts';

interface Stop {
  readonly component: string;
  readonly port: string | undefined;
  /** Characters into the arrow. */
  readonly offset: number;
}

/** Reads `readings -> plausible -> averages.in`; undefined when it is no arrow. */
export function readStops(arrow: string): readonly Stop[] | undefined {
  const stops: Stop[] = [];
  let offset = 0;
  for (const part of arrow.split('->')) {
    const match = /^\s*(\w+)(?:\.(\w+))?\s*$/.exec(part);
    if (match?.[1] === undefined) return undefined;
    stops.push({ component: match[1], port: match[2], offset: offset + part.indexOf(match[1]) });
    offset += part.length + 2;
  }
  return stops.length < 2 ? undefined : stops;
}

/** What the document writes under `components`. */
export type WrittenComponents = Readonly<Record<string, { readonly kind: string }>>;

/** Whether an arrow joins components that work on messages. */
export function isMessageArrow(document: BindingDocument, written: WrittenComponents): boolean {
  const stops = readStops(arrowOf(document)) ?? [];
  return stops.some(({ component }) => {
    const own = Object.hasOwn(written, component) ? written[component] : undefined;
    return own !== undefined && isDataflow(own);
  });
}

export function arrowOf(document: BindingDocument): string {
  return typeof document === 'string' ? document : document.connect;
}

/** The bindings of an arrow: one for each of its heads. Both ends must exist, and the types of messages must be the same. */
export function lowerArrow(
  document: BindingDocument,
  index: number,
  known: KnownComponents,
  problems: Problems,
): Binding[] {
  const isLong = typeof document !== 'string';
  const path = isLong ? ['bindings', index, 'connect'] : ['bindings', index];
  const stops = readStops(arrowOf(document)) ?? [];
  return stops.slice(1).flatMap((to, position): Binding[] => {
    const from = stops[position];
    const hop = from && { from, to, isFirst: position === 0, isLast: position === stops.length - 2 };
    const binding = hop && lowerHop(hop, path, known, problems);
    if (binding === undefined) return [];
    return [isLong && document.buffer !== undefined ? { ...binding, buffer: document.buffer } : binding];
  });
}

/** Components that could be read, and all that are written. */
export interface KnownComponents {
  readonly components: readonly DataflowComponent[];
  readonly written: WrittenComponents;
}

interface Hop {
  readonly from: Stop;
  readonly to: Stop;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

function lowerHop(
  { from, to, isFirst, isLast }: Hop,
  path: DocumentPath,
  known: KnownComponents,
  problems: Problems,
): Binding | undefined {
  const sender = find(from, path, known, problems);
  const receiver = find(to, path, known, problems);
  if (sender === undefined || receiver === undefined) return undefined;
  // In the middle of a chain a component is entered by `in`, and the port that is written is the one it is left by.
  const out = outPortOf(sender, { ...from, port: isFirst ? from.port : leaving(from) }, path, problems);
  const taken = inPortOf(receiver, { ...to, port: isLast ? to.port : undefined }, path, problems);
  if (out === undefined || taken === undefined) return undefined;
  if (out.type.name !== taken.name) {
    problems.add({
      code: 'invalid_binding',
      path,
      offset: to.offset,
      message: `\`${sender.name}.${out.name}\` sends ${out.type.name}, but \`${receiver.name}\` takes ${taken.name}.`,
      suggestion: `Put a Transformer of ${out.type.name} to ${taken.name} between them.`,
    });
    return undefined;
  }
  const address = (component: string, port: string): PortAddress => ({ component, port });
  return { from: address(sender.name, out.name), to: address(receiver.name, 'in') };
}

function leaving({ port }: Stop): string | undefined {
  return port === 'in' ? undefined : port;
}

function find(
  { component, offset }: Stop,
  path: DocumentPath,
  { components, written }: KnownComponents,
  problems: Problems,
): DataflowComponent | undefined {
  const found = components.find(({ name }) => name === component);
  if (found !== undefined) return found;
  const own = Object.hasOwn(written, component) ? written[component] : undefined;
  // What is wrong with it has been said where it is written.
  if (own !== undefined && isDataflow(own)) return undefined;
  problems.add({
    code: 'unknown_component',
    path,
    offset,
    message: `There is no component \`${component}\` that works on messages.`,
    suggestion: suggestName(
      component,
      components.map(({ name }) => name),
    ),
  });
  return undefined;
}

function outPortOf(
  component: DataflowComponent,
  { port, offset }: Stop,
  path: DocumentPath,
  problems: Problems,
) {
  const ports = outPorts(component);
  const found = ports.find(({ name }) => name === (port ?? 'out'));
  if (found !== undefined) return found;
  const names = ports.map(({ name }) => `\`${component.name}.${name}\``).join(', ');
  problems.add({
    code: 'unknown_port',
    path,
    offset,
    message:
      port === undefined
        ? `\`${component.name}\` is a ${component.kind}: say which of its ports is meant.`
        : `\`${component.name}\` has no port \`${port}\` that sends.`,
    suggestion: `It has ${names}.`,
  });
  return undefined;
}

function inPortOf(
  component: DataflowComponent,
  { port, offset }: Stop,
  path: DocumentPath,
  problems: Problems,
) {
  const type = inType(component);
  if (type !== undefined && (port ?? 'in') === 'in') return type;
  problems.add({
    code: 'unknown_port',
    path,
    offset,
    message:
      type === undefined
        ? `\`${component.name}\` is a Source: nothing can be sent to it.`
        : `\`${component.name}\` has no port \`${port}\` that receives.`,
    suggestion: type === undefined ? undefined : `Write \`${component.name}\`, or \`${component.name}.in\`.`,
  });
  return undefined;
}

/** Ports that must be connected and are not, components that nothing sends to, and bindings made twice. */
export function reportLooseEnds(
  components: readonly DataflowComponent[],
  bindings: readonly Binding[],
  problems: Problems,
): void {
  for (const component of components) {
    const path = ['components', component.name];
    const isBound = (port: string) =>
      bindings.some(({ from }) => from.component === component.name && from.port === port);
    for (const { name } of outPorts(component).filter((port) => port.isNeeded && !isBound(port.name))) {
      problems.add({
        code: 'unbound_port',
        path,
        isKey: true,
        message: `\`${component.name}.${name}\` is connected to nothing.`,
        suggestion: `Add a binding \`${component.name}${name === 'out' ? '' : `.${name}`} -> …\`.`,
      });
    }
    if (component.kind === 'Source' || bindings.some(({ to }) => to.component === component.name)) continue;
    problems.add({
      code: 'unreachable_component',
      path,
      isKey: true,
      message: `Nothing sends to \`${component.name}\`.`,
      suggestion: `Add a binding \`… -> ${component.name}\`.`,
    });
  }
  reportRepeated(bindings, problems);
}

function reportRepeated(bindings: readonly Binding[], problems: Problems): void {
  const texts = bindings.map(
    ({ from, to }) => `${from.component}.${from.port} -> ${to.component}.${to.port}`,
  );
  for (const text of new Set(texts.filter((one, index) => texts.indexOf(one) < index))) {
    problems.add({
      code: 'invalid_binding',
      path: ['bindings'],
      isKey: true,
      message: `\`${text}\` is made twice.`,
    });
  }
}
