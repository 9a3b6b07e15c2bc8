import type { DataflowComponent, MessageType } from './dataflow.ts';
import { failureType } from './failure-type.ts';

export interface OutPort {
  readonly name: string;
  readonly type: MessageType;
  /** Something must be connected to it; what leaves by any other port and finds nobody is gone. */
  readonly isNeeded: boolean;
}

/** The ports through which a component sends messages. */
export function outPorts(component: DataflowComponent): readonly OutPort[] {
  const failed = { name: 'failed', type: failureType, isNeeded: false };
  switch (component.kind) {
    case 'Source':
      return [needed('out', component.of)];
    case 'Transformer':
    case 'StreamProcessor':
    case 'Model':
      return [needed('out', component.to), failed];
    case 'Filter':
      return [needed('out', component.of), optional('dropped', component.of), failed];
    case 'Router':
      return [
        ...component.routes.map(({ name }) => needed(name, component.of)),
        optional('otherwise', component.of),
        failed,
      ];
    case 'Aggregator':
      return [needed('out', component.to), optional('late', component.of), failed];
    case 'Sink':
    case 'LiveFeed':
      return [failed];
  }
}

/** The type of the messages that a component takes; a source takes none. */
export function inType(component: DataflowComponent): MessageType | undefined {
  return component.kind === 'Source' ? undefined : component.of;
}

function needed(name: string, type: MessageType): OutPort {
  return { name, type, isNeeded: true };
}

function optional(name: string, type: MessageType): OutPort {
  return { name, type, isNeeded: false };
}
