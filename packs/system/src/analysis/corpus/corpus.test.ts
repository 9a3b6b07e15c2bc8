import { expect, test } from 'vitest';
import { compareCase, emptyScores, type Measure } from './compare.ts';
import { readCorpus } from './read-corpus.ts';

const total = emptyScores();
for (const one of readCorpus(import.meta.dirname)) {
  for (const [measure, score] of Object.entries(compareCase(one).scores) as [
    Measure,
    (typeof total)[Measure],
  ][]) {
    total[measure].expected += score.expected;
    total[measure].found += score.found;
    total[measure].wrong += score.wrong;
  }
}

test.each(Object.entries(total))('%s of the corpus are read', (_measure, { expected, found, wrong }) => {
  expect(found / expected).toBeGreaterThan(0.96);
  expect(found / (found + wrong)).toBeGreaterThan(0.93);
});
