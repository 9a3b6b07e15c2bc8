import { pathOf } from '../../acceptance/find-operation.ts';
import { type Target, parseTarget } from '../../acceptance/target.ts';
import type { Operation } from '../../model/operation.ts';
import { slotFile } from '../../model/slot-file.ts';
import { eventFeedFile, feedRoutesFile } from '../../generation/components/feeds/feed-files.ts';
import { flowFile } from '../../generation/components/flows/flow-files.ts';
import { pathTemplate } from '../../lowering/http-binding.ts';
import { dataflowNames } from '../../generation/plan/dataflow-plan.ts';
import { dataflowOf } from '../../model/http-sources.ts';
import type { ServingComponent, SystemModel } from '../../model/system.ts';
import { SystemPlan } from '../../generation/plan/system-plan.ts';
import { kebabCase } from '../../naming/letter-case.ts';
import type { Statement } from '../../requirements/requirements.ts';

/** Parts of a system that exist because of a statement. Files are named as generators name them, there or not. */
export interface Parts {
  readonly components: readonly string[];
  readonly routes: readonly string[];
  readonly files: readonly string[];
}

export const noParts: Parts = { components: [], routes: [], files: [] };

/** What a statement led to: through its facts, and through operations that say they answer it. */
export function partsOf(statement: Statement, model: SystemModel): Parts {
  const fromFacts = statement.facts.map((fact) => partsOfTarget(parseTarget(fact.target), model));
  const fromOperations = model.operations
    .filter((operation) => operation.answers.includes(statement.id))
    .map((operation) => partsOfOperation(operation, model));
  return union([...fromFacts, ...fromOperations]);
}

/** Targets of facts that the model has nothing for. */
export function unansweredTargets(statement: Statement, model: SystemModel): readonly string[] {
  return statement.facts
    .map((fact) => fact.target)
    .filter((path) => {
      const target = parseTarget(path);
      return target.kind !== 'unknown' && partsOfTarget(target, model).files.length === 0;
    });
}

function partsOfTarget(target: Target, model: SystemModel): Parts {
  switch (target.kind) {
    case 'operation':
      return partsOfNamed(target.operation, model);
    case 'component':
      return partsOfComponent(target.component, model);
    case 'slot':
      return { components: [], routes: [], files: [slotFile(target.slot)] };
    case 'flow':
      return partsOfFlow(target.flow, model);
    case 'feed':
      return partsOfFeed(target.feed, model);
    case 'unknown':
      return noParts;
    default:
      return 'entity' in target ? partsOfEntity(target, model) : partsOfSystem(target.kind, model);
  }
}

type SystemTarget = Exclude<
  Target,
  { readonly entity: string } | { kind: 'component' | 'operation' | 'slot' | 'flow' | 'feed' | 'unknown' }
>;

/** What is in the same place in every system. */
function partsOfSystem(kind: SystemTarget['kind'], model: SystemModel): Parts {
  switch (kind) {
    case 'title':
      return { components: [], routes: [], files: ['package.json', 'README.md'] };
    case 'storage':
      return storageParts(model);
    case 'access':
      return { components: namesOf(model, 'ApiEndpoint'), routes: [], files: ['src/http/gate.ts'] };
    case 'seed':
      return { components: namesOf(model, 'Store'), routes: [], files: ['src/seed.ts'] };
    case 'port':
    case 'setting':
      return { components: namesOf(model, 'ApiEndpoint'), routes: [], files: ['src/config.ts'] };
    case 'http':
    case 'cors':
      return {
        components: namesOf(model, 'ApiEndpoint'),
        routes: [],
        files: ['src/components/api-endpoint.ts'],
      };
  }
}

function partsOfNamed(name: string, model: SystemModel): Parts {
  const operation = model.operations.find((one) => one.name === name);
  return operation ? partsOfOperation(operation, model) : noParts;
}

function partsOfFlow(name: string, model: SystemModel): Parts {
  if (!model.flows?.some((flow) => flow.name === name)) return noParts;
  return { components: namesOf(model, 'FlowRunner'), routes: [], files: [flowFile(name)] };
}

function partsOfFeed(name: string, model: SystemModel): Parts {
  const feed = model.feeds?.find((one) => one.name === name);
  if (feed === undefined) return noParts;
  const route = `${feed.http.method} ${model.http.prefix}${pathTemplate(feed.http.path)}`;
  return { components: namesOf(model, 'EventFeed'), routes: [route], files: [eventFeedFile, feedRoutesFile] };
}

function partsOfComponent(name: string, model: SystemModel): Parts {
  const component = dataflowOf(model).find((one) => one.name === name);
  if (component === undefined) return noParts;
  return { components: [name], routes: [], files: [dataflowNames(component, model).file] };
}

type EntityTarget = Extract<Target, { readonly entity: string }>;

function partsOfEntity(target: EntityTarget, model: SystemModel): Parts {
  const entity = model.entities.find(({ name }) => name === target.entity);
  if (!entity) return noParts;
  const known = [...entity.fields, ...(entity.computed ?? [])];
  if (target.kind === 'field' && !known.some(({ name }) => name === target.field)) return noParts;
  if (target.kind === 'action') {
    const last = kebabCase(target.action);
    const action = model.operations.find(
      (one) => one.entity === entity.name && one.origin === 'action' && one.http.path.at(-1) === last,
    );
    return action ? partsOfOperation(action, model) : noParts;
  }
  const { file, operationsFile: logic } = new SystemPlan(model).entity(entity.name);
  const isData = ['entity', 'field', 'unique', 'life'].includes(target.kind);
  return {
    components: componentsOf(entity.name, model),
    routes: [],
    files: isData ? [file] : [file, logic],
  };
}

function partsOfOperation(operation: Operation, model: SystemModel): Parts {
  const { operationsFile } = new SystemPlan(model).entity(operation.entity);
  return {
    components: componentsOf(operation.entity, model),
    routes: [`${operation.http.method} ${pathOf(model, operation)}`],
    files: [operationsFile, `src/components/routes/${kebabCase(operation.entity)}-routes.ts`],
  };
}

/** The way of a request: endpoint, controller, store. */
function componentsOf(entity: string, model: SystemModel): readonly string[] {
  const controllers = model.components.filter((one) => one.kind === 'Controller' && one.entity === entity);
  const stores = model.components.filter((one) => one.kind === 'Store' && one.entities.includes(entity));
  return [
    ...namesOf(model, 'ApiEndpoint'),
    ...controllers.map(({ name }) => name),
    ...stores.map(({ name }) => name),
  ];
}

/** Where nothing is kept, it is those that run operations who keep nothing. */
function storageParts(model: SystemModel): Parts {
  const stores = namesOf(model, 'Store');
  return stores.length > 0
    ? { components: stores, routes: [], files: ['src/components/store.ts'] }
    : { components: namesOf(model, 'Controller'), routes: [], files: ['src/main.ts'] };
}

function namesOf(model: SystemModel, kind: ServingComponent['kind']): readonly string[] {
  return model.components.filter((one) => one.kind === kind).map(({ name }) => name);
}

function union(parts: readonly Parts[]): Parts {
  const all = (key: keyof Parts) => [...new Set(parts.flatMap((one) => one[key]))];
  return { components: all('components'), routes: all('routes'), files: all('files') };
}
