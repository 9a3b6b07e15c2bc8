import { defineGenerator, type Generator } from '@millwright/factory';
import { generateComponent } from '../generation/components/generate-component.ts';
import type { Component } from '../model/system.ts';
import { kebabCase } from '../naming/letter-case.ts';
import { type ComponentRequest, componentRequestSchema } from './component-request.ts';

/** What each kind of component is, for people who look at the list of generators. */
const descriptions: Readonly<Record<Component['kind'], string>> = {
  ApiEndpoint: 'The HTTP edge of a system: routes, bodies, queries, problems.',
  Controller: 'Runs the operations on one kind of record, each as one transaction.',
  Store: 'Keeps the records: tables, unique keys, references, transactions.',
  EventFeed: 'Sends stored events to clients that listen, as server-sent events.',
  FlowRunner: 'Runs flows and delivers webhooks: durable jobs, with retries and compensation.',
  Source: 'Where messages enter: over HTTP, or at regular instants.',
  Transformer: 'Makes another message of each message.',
  Filter: 'Lets some messages through.',
  Router: 'Sends each message one of several ways.',
  Aggregator: 'Makes one message of all messages in a window.',
  StreamProcessor: 'Keeps a state for each key, which messages change.',
  Model: 'Asks a model that is reached over HTTP about each message.',
  LiveFeed: 'Sends messages to clients that listen, as server-sent events.',
  Sink: 'Where messages end: in the log, a file, a webhook, the records.',
};

const platform = ['language:typescript', 'runtime:node'];
const storages = ['storage:memory', 'storage:sqlite', 'storage:postgresql'];

/** One for each kind of component, in TypeScript on Node. */
export const componentGenerators: readonly Generator<ComponentRequest>[] = Object.entries(descriptions).map(
  ([kind, description]) =>
    defineGenerator({
      name: `system/${kebabCase(kind)}`,
      version: '1.0.0',
      description,
      capabilities: [`component:${kind}`, ...platform, ...storages],
      accepts: componentRequestSchema,
      generate: ({ model, component }) => generateComponent(model, component),
    }),
);
