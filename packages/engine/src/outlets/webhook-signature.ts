import { createHmac, timingSafeEqual } from 'node:crypto';
import { WebhookSignatureError } from '../errors.ts';

/** Names of the headers. Source: Standard Webhooks, https://www.standardwebhooks.com */
export const webhookHeaders = {
  id: 'webhook-id',
  timestamp: 'webhook-timestamp',
  signature: 'webhook-signature',
} as const;

export interface SignedMessage {
  readonly id: string;
  /** Seconds since 1970, as text. */
  readonly timestamp: string;
  readonly body: string;
}

/** One signature for each secret, so that a secret can be changed while receivers know only one of the two. */
export function signWebhook(message: SignedMessage, secrets: readonly string[]): string {
  return secrets.map((secret) => `v1,${hmac(message, secret)}`).join(' ');
}

export interface Delivered {
  /** The body exactly as received, before any parsing. */
  readonly body: string;
  /** Gives a header's value by its lower-case name. */
  readonly header: (name: string) => string | null | undefined;
}

const defaultToleranceMs = 5 * 60 * 1_000;

/**
 * For receivers: throws WebhookSignatureError unless the message was signed with one of the secrets, not longer ago
 * than the tolerance, so that a message that was overheard cannot be sent again later. Compares in constant time.
 */
export function verifyWebhook(
  { body, header }: Delivered,
  secrets: readonly string[],
  { now = Date.now(), toleranceMs = defaultToleranceMs }: { now?: number; toleranceMs?: number } = {},
): void {
  const id = header(webhookHeaders.id);
  const timestamp = header(webhookHeaders.timestamp);
  const signatures = header(webhookHeaders.signature);
  if (!id || !timestamp || !signatures) throw new WebhookSignatureError('signature headers are missing');
  if (!/^\d{1,12}$/.test(timestamp)) throw new WebhookSignatureError('the timestamp is no number');
  if (Math.abs(now - Number(timestamp) * 1_000) > toleranceMs)
    throw new WebhookSignatureError('the timestamp is too old or in the future');
  const given = signatures.split(' ').filter((signature) => signature.startsWith('v1,'));
  const isKnown = secrets.some((secret) => {
    const expected = Buffer.from(`v1,${hmac({ id, timestamp, body }, secret)}`);
    return given.some((signature) => isEqual(expected, Buffer.from(signature)));
  });
  if (!isKnown) throw new WebhookSignatureError('no signature matches');
}

function hmac({ id, timestamp, body }: SignedMessage, secret: string): string {
  return createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64');
}

/** A secret is text, or bytes in Base64 after `whsec_`. */
function keyOf(secret: string): Buffer {
  const prefix = 'whsec_';
  return secret.startsWith(prefix) ? Buffer.from(secret.slice(prefix.length), 'base64') : Buffer.from(secret);
}

function isEqual(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
