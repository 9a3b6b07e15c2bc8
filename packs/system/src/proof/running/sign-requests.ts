import { createHmac } from 'node:crypto';
import { sampleSettings } from '../../acceptance/samples/sample-settings.ts';
import type { SignatureScheme } from '../../model/flow.ts';
import type { Operation } from '../../model/operation.ts';
import type { JsonValue } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import type { Request } from './http-client.ts';

/** The headers that sign a request, at a time. */
export type Sign = (request: Request, nowMs: number) => Readonly<Record<string, string>>;

/** Signs as those do who know the secret; undefined where a system wants nothing signed. What brings a signature keeps it. */
export function signerFor(model: SystemModel): Sign | undefined {
  const routes = model.operations.filter(({ signature }) => signature !== undefined);
  if (routes.length === 0) return undefined;
  const settings = sampleSettings(model);
  return (request, nowMs) => {
    const { method, path } = request;
    const signature = routes.find(
      (one) => one.http.method === method && leadsTo(path, one, model),
    )?.signature;
    if (signature === undefined) return {};
    const headers = proofOf(request, signature.rule, settings[signature.setting], nowMs);
    const brought = new Set(Object.keys(request.headers ?? {}).map((name) => name.toLowerCase()));
    return Object.keys(headers).some((name) => brought.has(name.toLowerCase())) ? {} : headers;
  };
}

function leadsTo(path: string, { http }: Operation, model: SystemModel): boolean {
  const segments = path.split('?', 1)[0]?.split('/') ?? [];
  const own = [...model.http.prefix.split('/').slice(1), ...http.path];
  return (
    segments.length === own.length + 1 &&
    own.every((segment, index) => typeof segment !== 'string' || segment === segments[index + 1])
  );
}

function proofOf(
  { body = '' }: Request,
  { header, scheme, timestampHeader }: SignatureScheme,
  secret: JsonValue | undefined,
  nowMs: number,
): Record<string, string> {
  const seconds = String(Math.floor(nowMs / 1000));
  const isTimed = scheme === 'timestamped' || timestampHeader !== undefined;
  const hmac = createHmac('sha256', typeof secret === 'string' ? secret : '');
  if (isTimed) hmac.update(`${seconds}.`);
  const digits = hmac.update(body).digest('hex');
  const value = { hex: digits, sha256: `sha256=${digits}`, timestamped: `t=${seconds},v1=${digits}` }[scheme];
  return { [header]: value, ...(timestampHeader !== undefined && { [timestampHeader]: seconds }) };
}
