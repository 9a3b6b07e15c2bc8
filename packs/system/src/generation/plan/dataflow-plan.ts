import type { DataflowComponent } from '../../model/dataflow.ts';
import { dataflowOf, type HttpSourceComponent, httpSources } from '../../model/http-sources.ts';
import type { SystemModel } from '../../model/system.ts';
import { camelCase, capitalise, kebabCase } from '../../naming/letter-case.ts';
import { NamePool } from './name-pool.ts';

/** The names of one component that works on messages. */
export interface DataflowNames {
  readonly className: string;
  readonly file: string;
}

/** `HotFilter` in `src/components/hot-filter.ts`. */
export function dataflowNames({ name, kind }: DataflowComponent): DataflowNames {
  const stem = capitalise(name);
  const className = stem.endsWith(kind) ? stem : `${stem}${kind}`;
  return { className, file: `src/components/${kebabCase(className)}.ts` };
}

/** A source as the HTTP side sees it. */
export interface SourcePortPlan {
  readonly source: HttpSourceComponent;
  /** Property of the endpoint. */
  readonly property: string;
  readonly routesFile: string;
  readonly routesFunction: string;
}

/** `taken` are the names that the endpoint has for other things. */
export function planSourcePorts(
  model: Pick<SystemModel, 'components'>,
  taken: readonly string[],
): readonly SourcePortPlan[] {
  const pool = new NamePool(taken);
  return httpSources(model).map((source) => ({
    source,
    property: pool.take(source.name, 'Source'),
    routesFile: `src/components/routes/${kebabCase(source.name)}-source-routes.ts`,
    routesFunction: `${camelCase(source.name)}SourceRoutes`,
  }));
}

/** Whether what the system accepts outlives its process. */
export function hasJournal(model: SystemModel): boolean {
  return model.storage.kind !== 'memory' && dataflowOf(model).some(({ kind }) => kind === 'Source');
}
