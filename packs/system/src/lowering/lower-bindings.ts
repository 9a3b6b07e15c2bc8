import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { BindingDocument } from '../blueprint/document.ts';
import type { Problems } from '../blueprint/problems.ts';
import type { Binding, PortAddress, ServingComponent } from '../model/system.ts';
import { variableName } from '../naming/identifier.ts';
import { suggestName } from '../naming/nearest-name.ts';

interface Ports {
  /** Ports that send, each with the kind of component that understands it. */
  readonly out: ReadonlyMap<string, ServingComponent['kind']>;
  readonly in: readonly string[];
}

/** The ports of a component, by its kind and by what it is for. */
export function portsOf(component: ServingComponent, components: readonly ServingComponent[]): Ports {
  switch (component.kind) {
    case 'ApiEndpoint': {
      const entities = components.flatMap((other) =>
        other.kind === 'Controller' && other.operations.some((name) => component.operations.includes(name))
          ? [variableName(other.entity)]
          : [],
      );
      const controllers = entities.map((entity): [string, ServingComponent['kind']] => [
        entity,
        'Controller',
      ]);
      const callers: [string, ServingComponent['kind']][] =
        component.asksForCallers === true ? [['callers', 'Store']] : [];
      const feeds: [string, ServingComponent['kind']][] = components.some(({ kind }) => kind === 'EventFeed')
        ? [['feeds', 'EventFeed']]
        : [];
      return { out: new Map([...controllers, ...callers, ...feeds]), in: [] };
    }
    case 'Controller':
      return { out: new Map([['store', 'Store']]), in: ['requests'] };
    case 'Store':
      return { out: new Map(), in: ['transactions', 'changes'] };
    case 'EventFeed':
    case 'FlowRunner':
      return {
        out: new Map([
          ['store', 'Store'],
          ['changes', 'Store'],
        ]),
        in: component.kind === 'EventFeed' ? ['subscriptions'] : [],
      };
  }
}

/** Reads `api.task -> taskController.requests` and checks that both ports exist and fit; leaves out what is undefined. */
export function lowerBindings(
  documents: readonly (BindingDocument | undefined)[],
  components: readonly ServingComponent[],
  problems: Problems,
): Binding[] {
  const taken = new Set<string>();
  return documents.flatMap((document, index): Binding[] => {
    if (document === undefined) return [];
    const isLong = typeof document !== 'string';
    const path = isLong ? ['bindings', index, 'connect'] : ['bindings', index];
    const arrow = isLong ? document.connect : document;
    const binding = lowerArrow(arrow, path, components, problems);
    if (binding === undefined) return [];
    const from = `${binding.from.component}.${binding.from.port}`;
    if (taken.has(from)) {
      problems.add({ code: 'invalid_binding', path, message: `\`${from}\` is connected already.` });
    }
    taken.add(from);
    return [isLong && document.buffer !== undefined ? { ...binding, buffer: document.buffer } : binding];
  });
}

function lowerArrow(
  arrow: string,
  path: DocumentPath,
  components: readonly ServingComponent[],
  problems: Problems,
): Binding | undefined {
  const addresses = readArrow(arrow);
  if (addresses === undefined) {
    problems.add({
      code: 'invalid_binding',
      path,
      message: `Expected \`from.port -> to.port\`, got \`${arrow}\`.`,
      suggestion: 'Write `api.task -> taskController.requests`.',
    });
    return undefined;
  }
  const { from, to } = addresses;
  const sender = findPort(from, 'out', 0, path, components, problems);
  const receiver = findPort(to, 'in', arrow.indexOf('->') + 2, path, components, problems);
  if (sender === undefined || receiver === undefined) return undefined;
  const expected = portsOf(sender, components).out.get(from.port);
  if (expected !== receiver.kind || !understands(receiver, sender, from.port)) {
    const what = expected === 'Store' ? 'a Store' : `the Controller of \`${from.port}\``;
    problems.add({
      code: 'invalid_binding',
      path,
      message: `\`${from.component}.${from.port}\` sends to ${what}, not to \`${to.component}\`.`,
    });
  }
  return addresses;
}

function readArrow(arrow: string): { readonly from: PortAddress; readonly to: PortAddress } | undefined {
  const match = /^(\w+)\.(\w+)\s*->\s*(\w+)\.(\w+)$/.exec(arrow.trim());
  const [, fromComponent, fromPort, toComponent, toPort] = match ?? [];
  const isWhole = fromComponent !== undefined && fromPort !== undefined && toPort !== undefined;
  if (!isWhole || toComponent === undefined) return undefined;
  return {
    from: { component: fromComponent, port: fromPort },
    to: { component: toComponent, port: toPort },
  };
}

/** A controller takes the requests of its own entity only. */
function understands(receiver: ServingComponent, sender: ServingComponent, port: string): boolean {
  const isRequest = sender.kind === 'ApiEndpoint' && receiver.kind === 'Controller';
  return !isRequest || variableName(receiver.entity) === port;
}

function findPort(
  address: PortAddress,
  direction: 'in' | 'out',
  offset: number,
  path: DocumentPath,
  components: readonly ServingComponent[],
  problems: Problems,
): ServingComponent | undefined {
  const component = components.find((candidate) => candidate.name === address.component);
  if (component === undefined) {
    problems.add({
      code: 'unknown_component',
      path,
      offset,
      message: `There is no component \`${address.component}\`.`,
      suggestion: suggestName(
        address.component,
        components.map((candidate) => candidate.name),
      ),
    });
    return undefined;
  }
  const ports = portsOf(component, components);
  const names = direction === 'in' ? ports.in : [...ports.out.keys()];
  if (names.includes(address.port)) return component;
  problems.add({
    code: 'unknown_port',
    path,
    offset,
    message: `\`${address.component}\` has no port \`${address.port}\` that ${direction === 'in' ? 'receives' : 'sends'}.`,
    suggestion: suggestName(address.port, names),
  });
  return undefined;
}

/** Whether a component begins by itself: with a request from outside, or because something is due. */
function isSource({ kind }: ServingComponent): boolean {
  return kind === 'ApiEndpoint' || kind === 'FlowRunner';
}

/** Ports that send need a receiver, and components that receive need a sender. */
export function reportUnbound(
  components: readonly ServingComponent[],
  bindings: readonly Binding[],
  problems: Problems,
): void {
  for (const component of components) {
    const path = ['components', component.name];
    for (const port of portsOf(component, components).out.keys()) {
      const isBound = bindings.some(({ from }) => from.component === component.name && from.port === port);
      if (isBound) continue;
      problems.add({
        code: 'unbound_port',
        path,
        isKey: true,
        message: `\`${component.name}.${port}\` is connected to nothing.`,
        suggestion: `Add a binding \`${component.name}.${port} -> …\`.`,
      });
    }
    if (!isSource(component) && !bindings.some(({ to }) => to.component === component.name)) {
      problems.add({
        code: 'unreachable_component',
        path,
        isKey: true,
        message: `Nothing sends to \`${component.name}\`.`,
      });
    }
  }
}
