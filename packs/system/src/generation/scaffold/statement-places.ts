import { pathOf } from '../../acceptance/find-operation.ts';
import { parseTarget } from '../../acceptance/target.ts';
import { slotFile } from '../../model/slot-file.ts';
import type { SystemModel } from '../../model/system.ts';
import { kebabCase } from '../../naming/letter-case.ts';
import type { Statement } from '../../requirements/requirements.ts';
import { markdownCode } from './escape.ts';

/** Where a statement lives in the system: routes, files, settings, each as a Markdown code span. */
export function placesOf(model: SystemModel, statement: Statement): readonly string[] {
  const fromFacts = statement.facts.flatMap((fact) => placesOfTarget(model, fact.target));
  const fromOperations = model.operations
    .filter((operation) => operation.answers.includes(statement.id))
    .map((operation) => routeOf(model, operation.name));
  return [...new Set([...fromOperations, ...fromFacts])];
}

function placesOfTarget(model: SystemModel, path: string): readonly string[] {
  const target = parseTarget(path);
  switch (target.kind) {
    case 'operation':
      return [routeOf(model, target.operation)];
    case 'storage':
      return [markdownCode('src/components/store.ts')];
    case 'port':
    case 'setting':
      return [markdownCode('src/config.ts')];
    case 'http':
    case 'cors':
      return [markdownCode('src/components/api-endpoint.ts')];
    case 'slot':
      return [markdownCode(slotFile(target.slot))];
    case 'title':
      return [markdownCode('package.json')];
    case 'unknown':
      return [];
    default: {
      const file = kebabCase(target.entity);
      const isLogic = ['api', 'action', 'states', 'filter', 'sort'].includes(target.kind);
      return [markdownCode(`src/domain/${file}${isLogic ? '-operations' : ''}.ts`)];
    }
  }
}

function routeOf(model: SystemModel, name: string): string {
  const operation = model.operations.find((one) => one.name === name);
  return markdownCode(operation ? `${operation.http.method} ${pathOf(model, operation)}` : name);
}
