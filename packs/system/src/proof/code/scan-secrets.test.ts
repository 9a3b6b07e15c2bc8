import { expect, test } from 'vitest';
import { hideSecrets, scanSecrets } from './scan-secrets.ts';

const scan = (content: string) => scanSecrets([{ path: 'src/a.ts', content }]);
/** Put together here, so that this file does not hold what it looks for. */
const join = (...parts: readonly string[]) => parts.join('');

test.each([
  ['secret_private_key', join('-----BEGIN RSA ', 'PRIVATE KEY-----')],
  ['secret_private_key', join('-----BEGIN ', 'PRIVATE KEY-----')],
  ['secret_aws_key', join('AKIA', 'IOSFODNN7ABCDEFG')],
  ['secret_github_token', join('ghp', '_0123456789abcdefghijABCDEFGHIJ456789')],
  ['secret_gitlab_token', join('glpat', '-0123456789abcdefghij')],
  ['secret_npm_token', join('npm', '_0123456789abcdefghijABCDEFGHIJ456789')],
  ['secret_slack_token', join('xoxb', '-1234567890-abcdefghij')],
  ['secret_google_key', join('AIza', '0123456789abcdefghijABCDEFGHIJ45678')],
  ['secret_stripe_key', join('sk', '_live_0123456789abcdef')],
  ['secret_model_key', join('sk', '-ant-api03-0123456789abcdefghijABCDEFGHIJ')],
  [
    'secret_web_token',
    join('eyJ', 'hbGciOiJIUzI1NiJ9.eyJ', 'zdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N'),
  ],
  ['secret_in_url', join('postgres://admin:', 'hunter2!@db.internal:5432/x')],
  ['secret_assigned', join('const pass', "word = 'k3Jd92mQ!zPw01x'")],
  ['secret_assigned', join('"api_', 'key": "9f86d081884c7d659a2f"')],
])('finds %s and shows no more than its beginning', (code, text) => {
  const [finding] = scan(`const a = 1;\n  ${text};`);
  expect(finding).toMatchObject({ code, severity: 'error', place: { file: 'src/a.ts', line: 2 } });
  expect(finding?.message).not.toContain(text.slice(-8));
});

test.each([
  'const password = process.env.PASSWORD',
  'password: "changeme-please"',
  "const token = '${TOKEN}'",
  'apiKey = "your-api-key-here"',
  'password: z.string().min(12)',
  "secret: 'aaaaaaaaaaaaaaaa'",
  'https://example.com/path@2x.png',
  'see http://localhost:8080/users:all',
  'const description = "sk-id";',
  'import { keyOf } from "./secret-rules.ts"',
])('passes over %s', (text) => {
  expect(scan(text)).toEqual([]);
});

test('is quick on a large file without secrets', () => {
  expect(scan('password secret api_key : = https://a:'.repeat(20_000))).toEqual([]);
});

test('what looks like a credential is hidden, and the rest stays as it is', () => {
  const token = join('ghp', '_0123456789abcdefghijABCDEFGHIJ456789');
  expect(hideSecrets(`-const a = '${token}'; // ${token}\n+b`)).toBe("-const a = 'ghp_…'; // ghp_…\n+b");
});
