import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { Problems } from '../blueprint/problems.ts';
import type { HttpBinding, HttpMethod, PathSegment } from '../model/operation.ts';
import { camelCase } from '../naming/letter-case.ts';
import { didYouMean } from '../naming/nearest-name.ts';

export const httpMethods: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Paths that every generated system answers by itself. */
const systemPaths: ReadonlySet<string> = new Set([
  '/health',
  '/ready',
  '/metrics',
  '/openapi.json',
  '/test-clock',
]);

/** Reads `POST /shifts/{shift}/places`; undefined when it cannot be read, which is reported. */
export function lowerHttpBinding(
  text: string,
  path: DocumentPath,
  problems: Problems,
): HttpBinding | undefined {
  const match = /^(\S+)(\s+)(\/\S*)$/.exec(text.trim());
  const [, methodText = '', space = '', pathText = ''] = match ?? [];
  if (match === null) {
    problems.add({
      code: 'invalid_http',
      path,
      message: `Expected a method and a path, got \`${text}\`.`,
      suggestion: bindingSuggestion(text.trim()),
    });
    return undefined;
  }
  const method = httpMethods.find((candidate) => candidate === methodText);
  if (method === undefined) {
    problems.add({
      code: 'invalid_http',
      path,
      message: `Expected ${httpMethods.join(', ')}, got \`${methodText}\`.`,
      suggestion: didYouMean(methodText, httpMethods),
    });
  }
  const segments = lowerPath(pathText, methodText.length + space.length, path, problems);
  if (method === undefined || segments === undefined) return undefined;
  if (systemPaths.has(pathText)) {
    problems.add({
      code: 'path_taken',
      path,
      message: `\`${pathText}\` is answered by the system itself.`,
    });
  }
  return { method, path: segments };
}

function bindingSuggestion(text: string): string {
  const [, name, type] = /\{(\w+)\s*:\s*([^}]+)\}/.exec(text) ?? [];
  if (name !== undefined) return typedParameter(name, type);
  return text.startsWith('/')
    ? `Write \`GET ${text}\`, or POST, PUT, PATCH, DELETE.`
    : 'Write `POST /shifts/{shift}/places`.';
}

function lowerPath(
  text: string,
  start: number,
  path: DocumentPath,
  problems: Problems,
): PathSegment[] | undefined {
  if (text === '/') return [];
  const segments: PathSegment[] = [];
  const seen = new Set<string>();
  let offset = start + 1;
  let isSound = true;
  for (const part of text.slice(1).split('/')) {
    const parameter = /^\{([a-z][A-Za-z0-9]*)\}$/.exec(part)?.[1];
    const refuse = (message: string, suggestion?: string) => {
      problems.add({ code: 'invalid_http', path, offset, message, suggestion });
      isSound = false;
    };
    if (parameter !== undefined) {
      if (seen.has(parameter)) refuse(`The parameter \`{${parameter}}\` stands twice.`);
      seen.add(parameter);
      segments.push({ parameter });
    } else if (/^[A-Za-z0-9](?:[A-Za-z0-9._~-]*[A-Za-z0-9])?$/.test(part)) {
      segments.push(part);
    } else {
      refuse(
        part === '' ? 'A path has no empty segments.' : `\`${part}\` is no segment of a path.`,
        segmentSuggestion(part),
      );
    }
    offset += part.length + 1;
  }
  return isSound ? segments : undefined;
}

function typedParameter(name: string, type = 'text'): string {
  return `Write \`{${name}}\` here, and its type beside it: \`path: { ${name}: ${type.trim()} }\`.`;
}

function segmentSuggestion(part: string): string | undefined {
  const [, parameter, type] = /^\{(\w+):([^}]+)\}$/.exec(part) ?? [];
  if (parameter !== undefined) return typedParameter(parameter, type);
  const name = /^[:<{[$]*([A-Za-z][A-Za-z0-9_-]*)[>}\]]*$/.exec(part)?.[1];
  return name === undefined ? undefined : `Did you mean \`{${camelCase(name)}}\`?`;
}

/** `/shifts/{shift}/places`. */
export function pathTemplate(path: readonly PathSegment[]): string {
  return `/${path.map((segment) => (typeof segment === 'string' ? segment : `{${segment.parameter}}`)).join('/')}`;
}

/** One text for all bindings that answer to the same requests. */
export function routeKey(binding: HttpBinding): string {
  return `${binding.method} /${binding.path.map((segment) => (typeof segment === 'string' ? segment : '{}')).join('/')}`;
}

/** The names of the path's parameters, in order. */
export function pathParameters(binding: HttpBinding): string[] {
  return binding.path.flatMap((segment) => (typeof segment === 'string' ? [] : [segment.parameter]));
}
