import { expect, test } from 'vitest';
import type { SystemModel } from '../../model/system.ts';
import { checkSample } from '../check-sample.testkit.ts';
import { changed, sampleModel, sampleSystem } from '../sample-system.testkit.ts';

const codes = (result: { readonly findings: readonly { readonly code: string }[] } | undefined) =>
  new Set(result?.findings.map(({ code }) => code));

test('a system that does not boot: the rest that needs it is skipped, with the reason', async () => {
  const broken = changed(
    'src/main.ts',
    'if (import.meta.main)',
    "throw new Error('no luck');\nif (import.meta.main)",
  );
  const results = await checkSample(await sampleSystem(broken), [
    'boots',
    'restart',
    'bad-input',
    'properties',
    'acceptance-tests',
  ]);
  expect(results.boots).toMatchObject({ status: 'failed', findings: [{ code: 'does_not_boot' }] });
  expect(results.boots?.findings[0]?.message).toContain('no luck');
  for (const name of ['restart', 'bad-input', 'properties', 'acceptance-tests']) {
    expect(results[name]).toMatchObject({ status: 'skipped', why: 'it needs boots, which failed' });
  }
});

test.each([
  ['stays silent', changed('src/api.ts', /console\.log\(.*\);/, 'setInterval(() => {}, 1000);')],
  ['loops for ever', changed('src/main.ts', 'if (import.meta.main)', 'for (;;);\nif (import.meta.main)')],
  [
    'floods its output',
    changed(
      'src/main.ts',
      'if (import.meta.main)',
      "for (;;) console.log('x'.repeat(65536));\nif (import.meta.main)",
    ),
  ],
])('a system that %s does not boot', async (_, changes) => {
  const { boots } = await checkSample(await sampleSystem(changes), ['boots']);
  expect(boots).toMatchObject({ status: 'failed', findings: [{ code: 'does_not_boot' }] });
});

test('a system cannot send its tests to another machine', async () => {
  const elsewhere = changed(
    'src/api.ts',
    'url: this.url',
    "url: this.url.replace('127.0.0.1', 'elsewhere.invalid')",
  );
  const { boots } = await checkSample(await sampleSystem(elsewhere), ['boots']);
  expect(boots?.status).toBe('passed');
});

test('missing status routes are named', async () => {
  const without = changed(
    'src/api.ts',
    "if (path === '/ready') return [200, { ready: this.#system().ready() }];",
    '',
  );
  const { boots } = await checkSample(await sampleSystem(without), ['boots']);
  expect(boots?.findings).toMatchObject([
    { code: 'status_route_wrong', message: expect.stringContaining('GET /ready') },
  ]);
});

test('a system that ends badly on SIGTERM, or not again on the same data', async () => {
  const badEnd = changed(
    'src/main.ts',
    /if \(import.meta.main\).*/,
    "process.on('SIGTERM', () => process.exit(3));\n$&",
  );
  expect(codes((await checkSample(await sampleSystem(badEnd), ['restart'])).restart)).toEqual(
    new Set(['stops_badly']),
  );
  const once = changed(
    'src/main.ts',
    /if \(import.meta.main\).*/,
    [
      "import { existsSync, writeFileSync } from 'node:fs';",
      "const file = process.env['DATA_FILE'] ?? '';",
      "if (existsSync(file)) throw new Error('the data is there already');",
      "writeFileSync(file, '');",
      '$&',
    ].join('\n'),
  );
  const { restart } = await checkSample(await sampleSystem(once), ['restart']);
  expect(restart?.status).toBe('failed');
});

test('a system that forgets what it acknowledged when it is killed', async () => {
  const model: SystemModel = { ...sampleModel, storage: { kind: 'sqlite', file: 'notes.sqlite' } };
  const { restart } = await checkSample(await sampleSystem(), ['restart'], model);
  expect(codes(restart)).toEqual(new Set(['acknowledged_record_lost']));
});

test('a system that fails inside on bad input', async () => {
  const careless = changed(
    'src/api.ts',
    "throw new Problem(400, 'invalid_json');",
    "throw new Error('parser');",
  );
  const { 'bad-input': result } = await checkSample(await sampleSystem(careless), ['bad-input']);
  expect(codes(result)).toEqual(new Set(['server_error']));
});

test('a system that dies of bad input', async () => {
  const fragile = changed('src/api.ts', "throw new Problem(400, 'invalid_json');", 'process.exit(1);');
  const { 'bad-input': result } = await checkSample(await sampleSystem(fragile), ['bad-input']);
  expect(codes(result)).toContain('system_died');
});

test('a binding that nothing passes through', async () => {
  const shortcut = changed(
    'src/components.ts',
    'return this.store.request((notes) => {',
    'const run = (notes: Map<string, Note>) => {',
  );
  const content =
    shortcut['src/components.ts']
      ?.replace(
        'return note;\n    });',
        'return note;\n    };\n    return Promise.resolve().then(() => run(this.#own));',
      )
      .replace(
        "constructor() {\n    super('noteController');",
        "readonly #own = new Map<string, Note>();\n  constructor() {\n    super('noteController');",
      ) ?? '';
  const results = await checkSample(await sampleSystem({ 'src/components.ts': content }), ['bindings-carry']);
  expect(results['bindings-carry']?.findings).toMatchObject([
    { code: 'binding_silent', message: expect.stringContaining('noteController.store->store.transactions') },
  ]);
});
