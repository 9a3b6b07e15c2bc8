import { readdir, readFile, writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../process/hostile-children.testkit.ts';
import { sampleEvidence } from './evidence.testkit.ts';
import { evidenceFiles, writeEvidence } from './evidence-files.ts';
import { evidenceSchema } from './evidence.ts';
import { createRedactor } from './redact-secrets.ts';
import { renderReport } from './render-report.ts';

const same = (text: string) => text;

test('writes the report for machines, the report for people, and the logs', async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, 'evidence'));
  await writeFile(join(folder.path, 'evidence', 'old.log'), 'from last time');
  const logs = { types: 'src/a.ts(3,7): error TS2322\n', 'acceptance-tests': '' };
  await writeEvidence(folder.path, { evidence: sampleEvidence(), logs, redact: same });
  expect((await readdir(join(folder.path, 'evidence'))).toSorted()).toEqual([
    'logs',
    'report.html',
    'report.json',
    'report.sarif',
  ]);
  expect(await readdir(join(folder.path, 'evidence/logs'))).toEqual(['types.log']);
  const report = JSON.parse(await readFile(join(folder.path, 'evidence/report.json'), 'utf8'));
  expect(evidenceSchema.parse(report).checks[0]?.log).toBe('logs/types.log');
});

test('the page holds every fact of the evidence', () => {
  const page = renderReport(sampleEvidence('A task <can> be "completed"'));
  for (const fact of [
    'R1',
    'R2',
    'taskController',
    'src/domain/task.ts',
    'ts2322',
    '91.5',
    '24.21.0',
    'process-group',
  ]) {
    expect(page).toContain(fact);
  }
  expect(page).toContain('A task &lt;can&gt; be &quot;completed&quot;');
  expect(page).toContain('href="#R2"');
});

test('whatever the texts are, the page has the same elements and no script', () => {
  const skeleton = (page: string) =>
    page.replace(/<style>[\s\S]*<\/style>/, '').match(/<\/?[a-zA-Z!][^\s>]*/g);
  const expected = skeleton(renderReport(sampleEvidence('x')));
  const nasty = fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '</style><script>',
    "' onmouseover='x",
    '<!--',
    ']]>',
    '&lt;',
    '\u202e',
    '\0',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.array(nasty, { minLength: 1 }).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(text, (value) => {
      const page = renderReport(sampleEvidence(value));
      expect(skeleton(page)).toEqual(expected);
      expect(page).not.toMatch(/<script|\0|\u202e/);
    }),
    { numRuns: 300 },
  );
});

test('takes secrets of the environment out of logs and reports, in every form', () => {
  const secret = 'p@ss "w0rd"/with+odd=chars';
  const redact = createRedactor({
    DB_PASSWORD: secret,
    HOME: '/root/of/things',
    API_KEY_FILE: '/etc/key',
    AUTH: 'true',
  });
  const forms = [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret),
    Buffer.from(secret).toString('base64'),
  ];
  const tree = evidenceFiles({
    evidence: sampleEvidence(`connects with ${forms.join(' and ')}`),
    logs: { types: `HOME=/root/of/things key=/etc/key AUTH=true ${forms.join('\n')}` },
    redact,
  });
  for (const file of tree.files()) {
    for (const form of forms) expect(file.content).not.toContain(form);
    expect(file.content).toContain('[secret DB_PASSWORD]');
  }
  expect(tree.get('evidence/logs/types.log')?.content).toContain(
    'HOME=/root/of/things key=/etc/key AUTH=true',
  );
});

test('the name of a check cannot lead out of the folder of logs', () => {
  const tree = evidenceFiles({ evidence: sampleEvidence(), logs: { '../../x': 'log' }, redact: same });
  expect(tree.files().map(({ path }) => path)).toContain('evidence/logs/-x.log');
});
