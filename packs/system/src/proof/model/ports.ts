import type { Component, SystemModel } from '../../model/system.ts';
import { variableName } from '../../naming/identifier.ts';

export interface Port {
  readonly direction: 'sends' | 'receives';
  /** What flows through it; both ends of a binding must agree. */
  readonly carries: string;
}

/** The ports that a component of this kind has, by name. */
export function portsOf(component: Component, model: SystemModel): ReadonlyMap<string, Port> {
  switch (component.kind) {
    case 'ApiEndpoint': {
      const entities = new Set(
        model.operations
          .filter(({ name }) => component.operations.includes(name))
          .map(({ entity }) => entity),
      );
      const commands = [...entities].map((entity): [string, Port] => [
        variableName(entity),
        { direction: 'sends', carries: commandsOf(entity) },
      ]);
      const callers: [string, Port][] =
        component.asksForCallers === true ? [['callers', { direction: 'sends', carries: transactions }]] : [];
      return new Map([...commands, ...callers]);
    }
    case 'Controller':
      return new Map<string, Port>([
        ['requests', { direction: 'receives', carries: commandsOf(component.entity) }],
        ['store', { direction: 'sends', carries: transactions }],
      ]);
    case 'Store':
      return new Map<string, Port>([
        ['transactions', { direction: 'receives', carries: transactions }],
        ['changes', { direction: 'receives', carries: changes }],
      ]);
    case 'FlowRunner':
      return new Map<string, Port>([
        ['store', { direction: 'sends', carries: transactions }],
        ['changes', { direction: 'sends', carries: changes }],
      ]);
  }
}

const transactions = 'transactions';
const changes = 'changes';

function commandsOf(entity: string): string {
  return `commands of ${entity}`;
}
