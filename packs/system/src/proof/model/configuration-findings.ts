import { type Finding, UnsafePathError, safePath } from '@millwright/factory';
import type { Operation } from '../../model/operation.ts';
import type { SystemModel } from '../../model/system.ts';

/** Settings that are missing or make no sense, and requests that two operations would answer. */
export function configurationFindings(model: SystemModel): readonly Finding[] {
  return [...httpFindings(model), ...storageFindings(model), ...routeFindings(model.operations)];
}

function httpFindings({ http, operations, components }: SystemModel): readonly Finding[] {
  const findings: Finding[] = [];
  if (!Number.isInteger(http.port) || http.port < 1 || http.port > 65_535) {
    findings.push(error('port_invalid', `The port ${http.port} is not between 1 and 65535.`));
  }
  if (http.prefix !== '' && !/^(\/[A-Za-z0-9._~-]+)+$/.test(http.prefix)) {
    findings.push(error('prefix_invalid', `The prefix ${http.prefix} is not a path such as /api.`));
  }
  if (operations.length > 0 && !components.some(({ kind }) => kind === 'ApiEndpoint')) {
    findings.push(error('endpoint_missing', 'There are operations, but no ApiEndpoint to offer them.'));
  }
  return findings;
}

function storageFindings({ storage, entities, components }: SystemModel): readonly Finding[] {
  const findings: Finding[] = [];
  if (entities.length > 0 && !components.some(({ kind }) => kind === 'Store')) {
    findings.push(error('store_missing', 'There are entities, but no Store to keep them.'));
  }
  if (storage.kind !== 'sqlite') return findings;
  try {
    safePath(storage.file);
  } catch (problem) {
    if (!(problem instanceof UnsafePathError)) throw problem;
    findings.push(error('data_file_invalid', problem.message));
  }
  return findings;
}

function routeFindings(operations: readonly Operation[]): readonly Finding[] {
  const byRoute = Map.groupBy(operations, routeOf);
  return [...byRoute]
    .filter(([, same]) => same.length > 1)
    .map(([route, same]) =>
      error('route_taken_twice', `${route} is answered by ${same.map(({ name }) => name).join(' and ')}.`),
    );
}

/** Parameters of any name match the same requests. */
function routeOf({ http }: Operation): string {
  const segments = http.path.map((segment) => (typeof segment === 'string' ? segment : '{}'));
  return `${http.method} /${segments.join('/')}`;
}

function error(code: string, message: string): Finding {
  return { code, severity: 'error', message };
}
