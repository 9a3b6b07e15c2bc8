import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * How a body is signed with HMAC-SHA256, in hexadecimal digits: `hex` alone, `sha256=…`, or `t=…,v1=…`, which signs the time
 * (seconds since 1970) and the body with a point between them. With `timestampHeader`, the first two sign the same, and the
 * time travels in that header.
 */
export interface SignatureRule {
  readonly header: string;
  readonly scheme: 'hex' | 'sha256' | 'timestamped';
  readonly timestampHeader?: string;
  /** How far the time may be off, in milliseconds. */
  readonly toleranceMs?: number;
}

const STANDARD_TOLERANCE_MS = 300_000;

/** The headers that prove to the receiver who sent this body, and when. */
export function signatureHeaders(
  { header, scheme, timestampHeader }: SignatureRule,
  secret: string,
  body: string | Uint8Array,
  nowMs: number,
): Record<string, string> {
  const seconds = String(Math.floor(nowMs / 1000));
  if (scheme === 'timestamped') {
    return { [header]: `t=${seconds},v1=${digest(secret, body, seconds)}` };
  }
  const value = digest(secret, body, timestampHeader === undefined ? undefined : seconds);
  return {
    [header]: scheme === 'sha256' ? `sha256=${value}` : value,
    ...(timestampHeader !== undefined && { [timestampHeader]: seconds }),
  };
}

/** Whether the headers prove that somebody who knows the secret sent this body, and not long ago. Takes the same time for every wrong one. */
export function isSigned(
  rule: SignatureRule,
  secret: string,
  body: string | Uint8Array,
  headerOf: (name: string) => string | undefined,
  nowMs: number,
): boolean {
  const given = headerOf(rule.header) ?? '';
  const seconds = timeOf(rule, given, headerOf);
  if (seconds !== undefined && !isRecent(seconds, rule, nowMs)) return false;
  const expected = digest(secret, body, seconds);
  return candidates(rule, given).some((candidate) => isSame(candidate, expected));
}

/** The time that is signed with the body; empty where it should be there and is not. */
function timeOf(
  { scheme, timestampHeader }: SignatureRule,
  given: string,
  headerOf: (name: string) => string | undefined,
): string | undefined {
  if (scheme === 'timestamped') return partsOf(given, 't')[0] ?? '';
  return timestampHeader === undefined ? undefined : (headerOf(timestampHeader) ?? '');
}

function isRecent(
  seconds: string,
  { toleranceMs = STANDARD_TOLERANCE_MS }: SignatureRule,
  nowMs: number,
): boolean {
  return /^\d{1,12}$/.test(seconds) && Math.abs(nowMs - Number(seconds) * 1000) <= toleranceMs;
}

function candidates({ scheme }: SignatureRule, given: string): readonly string[] {
  if (scheme === 'timestamped') return partsOf(given, 'v1');
  if (scheme === 'hex') return [given];
  return given.startsWith('sha256=') ? [given.slice('sha256='.length)] : [];
}

function partsOf(text: string, key: string): readonly string[] {
  return text.split(',').flatMap((part) => {
    const [name, value] = part.trim().split('=');
    return name === key && value !== undefined ? [value] : [];
  });
}

/** Over the time and a point, where the time is signed, and the body. */
function digest(secret: string, body: string | Uint8Array, seconds: string | undefined): string {
  const hmac = createHmac('sha256', secret);
  if (seconds !== undefined) hmac.update(`${seconds}.`);
  return hmac.update(body).digest('hex');
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given.toLowerCase()), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
