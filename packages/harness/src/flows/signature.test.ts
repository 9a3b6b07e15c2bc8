import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { isSigned, type SignatureRule, signatureHeaders } from './signature.ts';

const secret = 'between us';
const body = '{"a":"ü"}';
const now = 1_900_000_000_500;
const digest = (text: string) => createHmac('sha256', secret).update(text).digest('hex');

const rules: readonly SignatureRule[] = [
  { header: 'X-Signature', scheme: 'hex' },
  { header: 'X-Hub-Signature-256', scheme: 'sha256' },
  { header: 'Webhook-Signature', scheme: 'timestamped' },
  { header: 'X-Signature', scheme: 'hex', timestampHeader: 'X-Timestamp' },
];

const verify = (rule: SignatureRule, headers: Record<string, string>, text: string, at = now) =>
  isSigned(rule, secret, text, (name) => headers[name], at);

test('headers are those that other systems expect', () => {
  const headers = rules.map((rule) => signatureHeaders(rule, secret, body, now));
  expect(headers).toEqual([
    { 'X-Signature': digest(body) },
    { 'X-Hub-Signature-256': `sha256=${digest(body)}` },
    { 'Webhook-Signature': `t=1900000000,v1=${digest(`1900000000.${body}`)}` },
    { 'X-Signature': digest(`1900000000.${body}`), 'X-Timestamp': '1900000000' },
  ]);
});

test.each(rules)('what is signed by $scheme is verified, and nothing else', (rule) => {
  const headers = signatureHeaders(rule, secret, body, now);
  expect(verify(rule, headers, body)).toBe(true);
  expect(verify(rule, headers, `${body} `)).toBe(false);
  expect(verify(rule, {}, body)).toBe(false);
  expect(verify(rule, { ...headers, [rule.header]: 'ü' }, body)).toBe(false);
});

test('a signature with a time is good for a while', () => {
  for (const rule of rules.slice(2)) {
    const headers = signatureHeaders(rule, secret, body, now);
    expect(verify(rule, headers, body, now + 299_000)).toBe(true);
    expect(verify(rule, headers, body, now + 301_000)).toBe(false);
    expect(verify({ ...rule, toleranceMs: 600_000 }, headers, body, now + 301_000)).toBe(true);
  }
});
