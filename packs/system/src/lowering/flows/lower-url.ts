import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { UrlTemplate } from '../../model/flow.ts';
import type { HttpMethod } from '../../model/operation.ts';
import { didYouMean } from '../../naming/nearest-name.ts';
import { httpMethods } from '../http-binding.ts';
import type { OperationScope } from '../operation-scope.ts';

export interface CallTarget {
  readonly method: HttpMethod;
  readonly url: UrlTemplate;
}

/** Reads `POST {config.paymentUrl}/charges/{event.order}`; undefined when it cannot be read, which is reported. */
export function lowerCallTarget(
  text: string,
  path: DocumentPath,
  scope: OperationScope,
): CallTarget | undefined {
  const { problems } = scope.context;
  const [, methodText = '', space = '', address = ''] = /^(\S+)(\s+)(\S.*)$/.exec(text.trim()) ?? [];
  const method = httpMethods.find((candidate) => candidate === methodText);
  if (method === undefined || address === '') {
    problems.add({
      code: 'invalid_http',
      path,
      message: `Expected a method and an address, got \`${text}\`.`,
      suggestion:
        didYouMean(methodText, httpMethods) ?? 'Write `POST https://example.org/things/{event.thing}`.',
    });
    return undefined;
  }
  const offset = methodText.length + space.length;
  const url = lowerAddress(address, offset, path, scope);
  const whole = url.filter((part) => part !== undefined);
  return whole.length < url.length ? undefined : { method, url: whole };
}

/** Text with expressions in braces, or one expression of the whole address. */
function lowerAddress(address: string, offset: number, path: DocumentPath, scope: OperationScope) {
  if (/^(https?:\/\/|\$?\{)/.test(address)) return lowerTemplate(address, offset, path, scope);
  return [scope.expression(address, path, { target: { kind: 'text' }, offset })?.expression];
}

function lowerTemplate(address: string, start: number, path: DocumentPath, scope: OperationScope) {
  const parts: (UrlTemplate[number] | undefined)[] = [];
  let end = 0;
  for (const match of address.matchAll(/\$?\{([^{}]*)\}/g)) {
    if (match.index > end) parts.push(address.slice(end, match.index));
    const source = match[1] ?? '';
    const offset = start + match.index + match[0].indexOf(source);
    parts.push(scope.expression(source, path, { offset })?.expression);
    end = match.index + match[0].length;
  }
  if (end < address.length) parts.push(address.slice(end));
  return parts;
}
