import { DefinitionError, OutletError } from '../errors.ts';
import { toCloudEvent } from './cloud-event.ts';
import type { Outlet } from './outlet.ts';
import { signWebhook, webhookHeaders } from './webhook-signature.ts';

export interface WebhookOptions {
  readonly url: string;
  /** What both sides know: text, or bytes in Base64 after `whsec_`. Several while one replaces the other. */
  readonly secrets: readonly string[];
  /** Names the engine in each event; see toCloudEvent. `/millwright` when absent. */
  readonly source?: string;
  /** Sent along, such as an Authorization. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How long an answer may take. 10,000 ms when absent. */
  readonly timeoutMs?: number;
}

/**
 * Posts each event as a CloudEvent (HTTP, structured mode), signed; any 2xx answer takes it. Failures carry the codes
 * `http_<status>`, `webhook_timeout` and `webhook_unreachable`. Redirects are not followed. Throws DefinitionError
 * without a secret.
 */
export function webhook(options: WebhookOptions): Outlet {
  const { url, secrets, source = '/millwright', headers = {}, timeoutMs = 10_000 } = options;
  const { host } = new URL(url);
  if (secrets.length === 0) throw new DefinitionError(`The webhook to ${host} has no secret to sign with`);
  return {
    deliver: async (event, signal) => {
      const message = toCloudEvent(event, source);
      const body = JSON.stringify(message);
      const timestamp = String(Math.floor(Date.now() / 1_000));
      const response = await answer(host, timeoutMs, (timeout) =>
        fetch(url, {
          method: 'POST',
          redirect: 'manual',
          signal: AbortSignal.any([signal, timeout]),
          headers: {
            ...headers,
            'content-type': 'application/cloudevents+json; charset=utf-8',
            [webhookHeaders.id]: encodeURI(message.id),
            [webhookHeaders.timestamp]: timestamp,
            [webhookHeaders.signature]: signWebhook({ id: encodeURI(message.id), timestamp, body }, secrets),
          },
          body,
        }),
      );
      await response.body?.cancel();
      if (!response.ok)
        throw new OutletError(`http_${response.status}`, `${host} answered ${response.status}`);
    },
  };
}

async function answer(
  host: string,
  timeoutMs: number,
  request: (timeout: AbortSignal) => Promise<Response>,
): Promise<Response> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    return await request(timeout);
  } catch (error) {
    if (timeout.aborted)
      throw new OutletError('webhook_timeout', `${host} did not answer within ${timeoutMs} ms`, error);
    throw new OutletError('webhook_unreachable', `${host} could not be reached`, error);
  }
}
