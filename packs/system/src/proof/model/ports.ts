import { httpSources, liveFeeds } from '../../model/http-sources.ts';
import { type DataflowComponent, isDataflow, type MessageType } from '../../model/dataflow.ts';
import { inType, outPorts } from '../../model/dataflow-ports.ts';
import type { Component, SystemModel } from '../../model/system.ts';
import { variableName } from '../../naming/identifier.ts';

export interface Port {
  /** Nothing has to be connected to it. */
  readonly isOptional?: boolean;
  readonly direction: 'sends' | 'receives';
  /** What flows through it; both ends of a binding must agree. */
  readonly carries: string;
}

/** The ports that a component of this kind has, by name. */
export function portsOf(component: Component, model: SystemModel): ReadonlyMap<string, Port> {
  if (isDataflow(component)) return dataflowPorts(component);
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
      const sources = httpSources(model).map(({ name, of }) => entry(name, 'sends', messagesOf(of)));
      const lives = liveFeeds(model).map(({ name }) => entry(name, 'sends', streams));
      const feeds: [string, Port][] =
        (model.feeds ?? []).length > 0 ? [['feeds', { direction: 'sends', carries: streams }]] : [];
      return new Map([...commands, ...callers, ...sources, ...feeds, ...lives]);
    }
    case 'Controller':
      return controllerPorts(component.entity, model);
    case 'Store':
      return new Map<string, Port>([
        ['transactions', { direction: 'receives', carries: transactions }],
        ['changes', { direction: 'receives', carries: changes }],
      ]);
    case 'EventFeed':
      return new Map<string, Port>([
        ['subscriptions', { direction: 'receives', carries: streams }],
        ['store', { direction: 'sends', carries: transactions }],
        ['changes', { direction: 'sends', carries: changes }],
      ]);
    case 'FlowRunner':
      return new Map<string, Port>([
        ['store', { direction: 'sends', carries: transactions }],
        ['changes', { direction: 'sends', carries: changes }],
      ]);
  }
}

/** Where nothing is kept, there is no store to send transactions to. */
function controllerPorts(entity: string, { components }: SystemModel): ReadonlyMap<string, Port> {
  const hasStore = components.some(({ kind }) => kind === 'Store');
  return new Map([
    entry('requests', 'receives', commandsOf(entity)),
    ...(hasStore ? [entry('store', 'sends', transactions)] : []),
  ]);
}

function dataflowPorts(component: DataflowComponent): ReadonlyMap<string, Port> {
  const type = inType(component);
  const entrance =
    component.kind === 'Source' && component.entrance.kind === 'http'
      ? [entry('posts', 'receives', messagesOf(component.of))]
      : [];
  const isLive = component.kind === 'LiveFeed';
  const isStored = component.kind === 'Sink' && component.target.kind === 'records';
  return new Map<string, Port>([
    ...entrance,
    ...(type === undefined ? [] : [entry('in', 'receives', messagesOf(type))]),
    ...outPorts(component).map(({ name, type, isNeeded }): [string, Port] => [
      name,
      { direction: 'sends', carries: messagesOf(type), isOptional: !isNeeded },
    ]),
    ...(isLive ? [entry('subscriptions', 'receives', streams)] : []),
    ...(isStored ? [entry('store', 'sends', transactions)] : []),
  ]);
}

function entry(name: string, direction: Port['direction'], carries: string): [string, Port] {
  return [name, { direction, carries }];
}

function messagesOf({ name }: MessageType): string {
  return `messages of type ${name}`;
}

const transactions = 'transactions';
const changes = 'changes';
const streams = 'streams of events';

function commandsOf(entity: string): string {
  return `commands of ${entity}`;
}
