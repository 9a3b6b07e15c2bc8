import {
  type DataflowComponent,
  isDataflow,
  type LiveFeedComponent,
  type SourceComponent,
} from './dataflow.ts';
import type { SystemModel } from './system.ts';

export type HttpSourceComponent = SourceComponent & {
  readonly entrance: Extract<SourceComponent['entrance'], { kind: 'http' }>;
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

/** The components that clients listen to. */
export function liveFeeds(model: Pick<SystemModel, 'components'>): readonly LiveFeedComponent[] {
  return dataflowOf(model).filter((component) => component.kind === 'LiveFeed');
}
