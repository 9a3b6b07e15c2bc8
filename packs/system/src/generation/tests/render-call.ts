import type { JsonValue } from '../../model/scenario.ts';
import { type SavedNames, renderString, renderText, renderValue } from './render-value.ts';

/** One request as a test sends it. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: JsonValue;
  readonly headers?: Readonly<Record<string, string>>;
}

const usualMethods = new Set(['get', 'post', 'patch', 'put', 'delete']);

/** `system.post('/tasks', { title: 'Write the report' })`. */
export function renderCall(call: Call, client: string, names: SavedNames): string {
  const method = call.method.toLowerCase();
  if (usualMethods.has(method) && call.headers === undefined) {
    return `${client}.${method}(${renderArguments(call, names)})`;
  }
  const options = [
    ...(call.body === undefined ? [] : [`body: ${renderValue(call.body, names)}`]),
    ...(call.headers === undefined ? [] : [`headers: ${renderValue(call.headers, names)}`]),
  ];
  const path = renderText(call.path, names);
  return `${client}.send(${renderString(call.method)}, ${path}, { ${options.join(', ')} })`;
}

/** Path and body. */
export function renderArguments({ path, body }: Call, names: SavedNames): string {
  const target = renderText(path, names);
  return body === undefined ? target : `${target}, ${renderValue(body, names)}`;
}
