import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeLanguage } from './describe-language.ts';

const file = join(import.meta.dirname, '../../../../docs/brief-language.md');
const words = (text: string): readonly string[] => text.split(/[\s|-]+/).filter((word) => word !== '');

test('the documentation lists every form with its examples', () => {
  const text = readFileSync(file, 'utf8');
  const start = text.indexOf('## Sentences');
  expect(words(text.slice(start))).toEqual(words(describeLanguage()));
});
