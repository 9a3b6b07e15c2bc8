import type { NamedValue, OutgoingSignature, UrlTemplate } from '../../../model/flow.ts';
import { literal, propertyKey } from '../../code/literal.ts';
import type { OperationScope } from '../domain/operation-scope.ts';

/** `, headers: { … }`, or nothing. */
export function headersMember(headers: readonly NamedValue[], scope: OperationScope): string[] {
  if (headers.length === 0) return [];
  const members = headers.map(({ name, value }) => `${propertyKey(name)}: ${scope.compile(value)}`);
  return [`headers: { ${members.join(', ')} }`];
}

export function signatureMember(signature: OutgoingSignature | undefined, scope: OperationScope): string[] {
  if (signature === undefined) return [];
  const { header, scheme, timestampHeader, secret } = signature;
  const members = [
    `header: ${literal(header)}`,
    `scheme: ${literal(scheme)}`,
    ...(timestampHeader === undefined ? [] : [`timestampHeader: ${literal(timestampHeader)}`]),
    `secret: ${scope.compile(secret)}`,
  ];
  return [`signature: { ${members.join(', ')} }`];
}

/** Values after the first part are escaped: they must not lead anywhere else. */
export function urlCode(url: UrlTemplate, scope: OperationScope): string {
  const [only, ...others] = url;
  if (others.length === 0 && only !== undefined) {
    return typeof only === 'string' ? literal(only) : scope.compile(only);
  }
  const parts = url.map((part, index) => {
    if (typeof part === 'string') return part.replace(/[\\`]|\$\{/g, '\\$&');
    const code = scope.compile(part);
    return index === 0 ? `\${${code}}` : `\${encodeURIComponent(${code})}`;
  });
  return `\`${parts.join('')}\``;
}
