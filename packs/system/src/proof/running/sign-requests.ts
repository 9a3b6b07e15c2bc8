import { signatureHeaders } from '@millwright/harness';
import { sampleSettings } from '../../acceptance/samples/sample-settings.ts';
import { signatureRule } from '../../generation/components/access/entrance.ts';
import type { Operation } from '../../model/operation.ts';
import type { SystemModel } from '../../model/system.ts';
import type { Request } from './http-client.ts';

/** The headers that sign a request, at a time. */
export type Sign = (request: Request, nowMs: number) => Readonly<Record<string, string>>;

/** Signs as those do who know the secret; undefined where a system wants nothing signed. What brings a signature keeps it. */
export function signerFor(model: SystemModel): Sign | undefined {
  const routes = model.operations.filter(({ signature }) => signature !== undefined);
  if (routes.length === 0) return undefined;
  const settings = sampleSettings(model);
  return ({ method, path, body = '', headers: own = {} }, nowMs) => {
    const signature = routes.find(
      (one) => one.http.method === method && leadsTo(path, one, model),
    )?.signature;
    if (signature === undefined) return {};
    const secret = String(settings[signature.setting]);
    const headers = signatureHeaders(signatureRule(signature), secret, body, nowMs);
    const brought = new Set(Object.keys(own).map((name) => name.toLowerCase()));
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
