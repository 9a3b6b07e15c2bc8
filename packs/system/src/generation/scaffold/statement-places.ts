import { pathOf } from '../../acceptance/find-operation.ts';
import { parseTarget, type Target } from '../../acceptance/target.ts';
import { slotFile } from '../../model/slot-file.ts';
import { dataflowOf } from '../../model/http-sources.ts';
import type { SystemModel } from '../../model/system.ts';
import { kebabCase } from '../../naming/letter-case.ts';
import type { Statement } from '../../requirements/requirements.ts';
import { feedRoutesFile } from '../components/feeds/feed-files.ts';
import { flowFile } from '../components/flows/flow-files.ts';
import { dataflowNames } from '../plan/dataflow-plan.ts';
import { markdownCode } from './escape.ts';

/** Where a statement lives in the system: routes, files, settings, each as a Markdown code span. */
export function placesOf(model: SystemModel, statement: Statement): readonly string[] {
  const fromFacts = statement.facts.flatMap((fact) => placesOfTarget(model, fact.target));
  const fromOperations = model.operations
    .filter((operation) => operation.answers.includes(statement.id))
    .map((operation) => routeOf(model, operation.name));
  return [...new Set([...fromOperations, ...fromFacts])];
}

/** Where things live that every system has in the same place. */
const ownFiles: Partial<Record<Target['kind'], string>> = {
  storage: 'src/components/store.ts',
  access: 'src/http/gate.ts',
  seed: 'src/seed.ts',
  port: 'src/config.ts',
  setting: 'src/config.ts',
  http: 'src/components/api-endpoint.ts',
  cors: 'src/components/api-endpoint.ts',
  title: 'package.json',
};

function placesOfTarget(model: SystemModel, path: string): readonly string[] {
  const target = parseTarget(path);
  const own = ownFiles[target.kind];
  if (own !== undefined) return [markdownCode(own)];
  switch (target.kind) {
    case 'operation':
      return [routeOf(model, target.operation)];
    case 'component': {
      const component = dataflowOf(model).find(({ name }) => name === target.component);
      return component === undefined ? [] : [markdownCode(dataflowNames(component, model).file)];
    }
    case 'flow':
      return [markdownCode(flowFile(target.flow))];
    case 'feed':
      return [markdownCode(feedRoutesFile)];
    case 'slot':
      return [markdownCode(slotFile(target.slot))];
    default:
      return 'entity' in target ? [entityFile(target)] : [];
  }
}

function entityFile({ kind, entity }: Extract<Target, { readonly entity: string }>): string {
  const isLogic = ['api', 'action', 'states', 'filter', 'sort'].includes(kind);
  return markdownCode(`src/domain/${kebabCase(entity)}${isLogic ? '-operations' : ''}.ts`);
}

function routeOf(model: SystemModel, name: string): string {
  const operation = model.operations.find((one) => one.name === name);
  return markdownCode(operation ? `${operation.http.method} ${pathOf(model, operation)}` : name);
}
