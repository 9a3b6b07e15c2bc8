import {
  type DataflowComponent,
  isDataflow,
  type LiveFeedComponent,
  type SourceComponent,
} from './dataflow.ts';
import type { Field } from './field.ts';
import type { SystemModel } from './system.ts';

export type HttpSourceComponent = SourceComponent & {
  readonly entrance: Extract<SourceComponent['entrance'], { kind: 'http' }>;
};

/** A source of what comes from outside. */
export type ReadingSource = SourceComponent & {
  readonly entrance: Extract<SourceComponent['entrance'], { readonly body: readonly Field[] }>;
};

/** The components that work on messages. */
export function dataflowOf({ components }: Pick<SystemModel, 'components'>): readonly DataflowComponent[] {
  return components.filter(isDataflow);
}

/** The sources that clients send to. */
export function httpSources(model: Pick<SystemModel, 'components'>): readonly HttpSourceComponent[] {
  return dataflowOf(model).filter(
    (component): component is HttpSourceComponent =>
      component.kind === 'Source' && component.entrance.kind === 'http',
  );
}

/** The sources that take what somebody sends or publishes, so that it has to be read. */
export function readingSources(model: Pick<SystemModel, 'components'>): readonly ReadingSource[] {
  return dataflowOf(model).filter(
    (component): component is ReadingSource =>
      component.kind === 'Source' && component.entrance.kind !== 'schedule',
  );
}

/** The components that clients listen to. */
export function liveFeeds(model: Pick<SystemModel, 'components'>): readonly LiveFeedComponent[] {
  return dataflowOf(model).filter((component) => component.kind === 'LiveFeed');
}
