import type { OperationAccess } from '../../model/access.ts';
import type { DataflowComponent, LiveFeedComponent } from '../../model/dataflow.ts';
import { dataflowOf, type HttpSourceComponent, httpSources, liveFeeds } from '../../model/http-sources.ts';
import { oncePer } from '../../tracking/reads.ts';
import type { SystemModel } from '../../model/system.ts';
import { camelCase, capitalise, kebabCase } from '../../naming/letter-case.ts';
import { harnessNames } from './harness-names.ts';
import { NamePool } from './name-pool.ts';
import { typeName } from './named-type.ts';
import { ownTypes } from './own-types.ts';
import { typesInUse } from './types-in-use.ts';

/** The names of one component that works on messages. */
export interface DataflowNames {
  readonly className: string;
  readonly file: string;
}

/** `HotFilter` in `src/components/hot-filter.ts`. */
export function dataflowNames({ name }: DataflowComponent, model: SystemModel): DataflowNames {
  const className = classNames(model).get(name);
  if (className === undefined) throw new RangeError(`The model has no component ${name}.`);
  return { className, file: `src/components/${kebabCase(className)}.ts` };
}

/** Models never change, and every file of a component asks for its name. */
const classNames = oncePer(nameClasses);

/** A class is called like its component, unless something that its file may import is called so. */
function nameClasses(model: SystemModel): ReadonlyMap<string, string> {
  const pool = new NamePool([
    ...ownTypes,
    ...harnessNames,
    ...model.entities.map((entity) => entity.name),
    ...typesInUse(model).map(({ type }) => typeName(type)),
  ]);
  return new Map(
    dataflowOf(model).map(({ name, kind }) => {
      const stem = capitalise(name);
      return [name, pool.take(stem.endsWith(kind) ? stem : `${stem}${kind}`, 'Component')];
    }),
  );
}

/** Whom the route of a component lets in. */
export interface RouteGuard {
  readonly name: string;
  readonly usesPasswords: false;
  readonly operation: { readonly access?: OperationAccess };
}

function guardOf(name: string, { access }: RouteGuard['operation']): RouteGuard {
  return { name, usesPasswords: false, operation: access === undefined ? {} : { access } };
}

/** A source as the HTTP side sees it. */
export interface SourcePortPlan {
  readonly source: HttpSourceComponent;
  /** The file of its class. */
  readonly file: string;
  /** Property of the endpoint. */
  readonly property: string;
  readonly routesFile: string;
  readonly routesFunction: string;
  readonly guard: RouteGuard;
}

/** `taken` are the names that the endpoint has for other things. */
export function planSourcePorts(model: SystemModel, taken: readonly string[]): readonly SourcePortPlan[] {
  const pool = new NamePool(taken);
  return httpSources(model).map((source) => ({
    source,
    file: dataflowNames(source, model).file,
    property: pool.take(source.name, 'Source'),
    routesFile: `src/components/routes/${kebabCase(source.name)}-source-routes.ts`,
    routesFunction: `${camelCase(source.name)}SourceRoutes`,
    guard: guardOf(source.name, source.entrance),
  }));
}

/** A component that clients listen to, as the HTTP side sees it. */
export interface LivePortPlan {
  readonly feed: LiveFeedComponent;
  /** Property of the endpoint. */
  readonly property: string;
  readonly routesFile: string;
  readonly routesFunction: string;
  readonly guard: RouteGuard;
}

/** `taken` are the names that the endpoint has for other things. */
export function planLivePorts(model: SystemModel, taken: readonly string[]): readonly LivePortPlan[] {
  const pool = new NamePool([...taken, ...planSourcePorts(model, taken).map(({ property }) => property)]);
  return liveFeeds(model).map((feed) => ({
    feed,
    property: pool.take(feed.name, 'Feed'),
    routesFile: `src/components/routes/${kebabCase(feed.name)}-live-routes.ts`,
    routesFunction: `${camelCase(feed.name)}LiveRoutes`,
    guard: guardOf(feed.name, feed),
  }));
}

/** Whether some component reads or publishes topics. */
export function usesTopics(model: Pick<SystemModel, 'components'>): boolean {
  return dataflowOf(model).some(readsOrPublishes);
}

/** Whether a component must be given the topics. */
export function readsOrPublishes(component: DataflowComponent): boolean {
  if (component.kind === 'Source') return component.entrance.kind === 'topic';
  return component.kind === 'Sink' && component.target.kind === 'topic';
}

/** Whether what the system accepts outlives its process. */
export function hasJournal(model: SystemModel): boolean {
  return model.storage.kind !== 'memory' && dataflowOf(model).some(({ kind }) => kind === 'Source');
}
