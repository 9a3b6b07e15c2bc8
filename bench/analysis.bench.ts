// How much of the corpus of requests is read, and how fast. `npm run bench -- analysis`
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { analyse } from '../packs/system/src/analysis/analyse.ts';
import { compareCase, emptyScores, type Measure } from '../packs/system/src/analysis/corpus/compare.ts';
import { type CorpusCase, readCorpus } from '../packs/system/src/analysis/corpus/read-corpus.ts';

const folder = process.argv[2] ?? join(import.meta.dirname, '../packs/system/src/analysis/corpus');
const corpus = readCorpus(folder);

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}

function table(cases: readonly CorpusCase[]): Record<string, object> {
  const total = emptyScores();
  for (const one of cases) {
    for (const [measure, score] of Object.entries(compareCase(one).scores) as [
      Measure,
      (typeof total)[Measure],
    ][]) {
      total[measure].expected += score.expected;
      total[measure].found += score.found;
      total[measure].wrong += score.wrong;
    }
  }
  return Object.fromEntries(
    Object.entries(total).map(([measure, { expected, found, wrong }]) => [
      measure,
      { expected, found, wrong, recall: percent(found, expected), precision: percent(found, found + wrong) },
    ]),
  );
}

for (const file of new Set(corpus.map((one) => one.file))) {
  const cases = corpus.filter((one) => one.file === file);
  console.log(`${file}: ${cases.length} requests`);
  console.table(table(cases));
}
console.log(`all: ${corpus.length} requests`);
console.table(table(corpus));

const requests = corpus
  .filter((one) => one.expected.settings['error'] === undefined)
  .map((one) => one.request);
const statuses = { understood: 0, partly: 0, 'not-understood': 0 };
for (const request of requests)
  for (const { status } of analyse(request).requirements.statements) statuses[status] += 1;
console.log('statements', statuses);

const times = requests.map((request) => {
  const start = performance.now();
  analyse(request);
  return performance.now() - start;
});
times.sort((a, b) => a - b);
const at = (share: number): string => `${(times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(2)} ms`;
console.log(`time of one request, warm: median ${at(0.5)}, 95 % ${at(0.95)}, longest ${at(1)}`);
