import * as fc from 'fast-check';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { blueprintSchema } from '../blueprint/document.ts';
import { readBlueprintDocument } from '../blueprint/read-blueprint.ts';
import { lower } from '../lowering/lower.ts';
import { requirementsSchema } from '../requirements/requirements.ts';
import { analyse } from './analyse.ts';
import { readCorpus } from './corpus/read-corpus.ts';
import { ContradictionError, MeaninglessRequestError } from './errors.ts';

const corpus = readCorpus(join(import.meta.dirname, 'corpus'));

/** Whatever the request: a typed error, or statements that lie in it and a document that lowers. */
function holds(request: string): void {
  let analysis: ReturnType<typeof analyse>;
  try {
    analysis = analyse(request);
  } catch (error) {
    if (error instanceof MeaninglessRequestError) return;
    if (!(error instanceof ContradictionError)) throw error;
    for (const claim of error.claims) expect(request.slice(...claim.span)).toBe(claim.text);
    return;
  }
  const { requirements, document } = analysis;
  requirementsSchema.parse(requirements);
  blueprintSchema.parse(document);
  let last = 0;
  for (const statement of requirements.statements) {
    expect(request.slice(...statement.span)).toBe(statement.text);
    expect(statement.span[0]).toBeGreaterThanOrEqual(last);
    last = statement.span[1];
    expect(statement.status === 'understood').toBe(statement.why === undefined);
    if (statement.status === 'understood') expect(statement.facts.length).toBeGreaterThan(0);
    for (const fact of statement.facts) expect(isInside(fact.span, statement.span)).toBe(true);
  }
  lower(readBlueprintDocument(document));
}

function isInside(inner: readonly [number, number], outer: readonly [number, number]): boolean {
  return inner[0] >= outer[0] && inner[1] <= outer[1] && inner[0] <= inner[1];
}

const hostile = [
  'constructor',
  '__proto__',
  'prototype',
  'hasOwnProperty',
  'toString',
  'then',
  'class',
  'default',
  'Date',
  'Map',
  'Object',
  'Error',
  'Request',
  'Problem',
  'Store',
  'Config',
  '$(rm -rf /)',
  '{{7*7}}',
  '../../etc/passwd',
  '<script>',
  '\u0000',
  '\u200b',
  '\u202e',
  '\r',
  '```',
  '|---|',
  '# ',
  '- ',
  ':',
  ';',
  '(',
  ')',
  '"',
  "'",
  '’s',
  '→',
  '€',
  '1..0',
  '-5',
  '9999999999999999999999',
  'null',
  'undefined',
  'id',
  'status',
  'limit',
  'sort',
  'offset',
  'between 5 and 1',
  'unique',
  'optional',
  'default',
  'one of',
  'either',
  'input',
  'record',
  'now',
  'today',
  'tables',
];
const words = [...new Set(corpus.flatMap((one) => one.request.split(/\s+/)))];
const token = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...words) },
  { weight: 1, arbitrary: fc.constantFrom(...hostile) },
);

test('any text is answered by a typed error or a sound document', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), holds), { numRuns: 300 });
});

test('any words of the brief language in any order are answered by a typed error or a sound document', () => {
  const text = fc.array(fc.tuple(token, fc.constantFrom(' ', ' ', ' ', ' ', ', ', '. ', '\n', '\n- ')), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(text, (parts) => holds(parts.flat().join(''))),
    { numRuns: 500 },
  );
});

test('requests with words replaced, removed or doubled are answered by a typed error or a sound document', () => {
  const mutation = fc.array(fc.tuple(fc.nat(), fc.constantFrom('drop', 'double', 'replace'), token), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(fc.constantFrom(...corpus), mutation, (one, changes) => {
      const parts = one.request.split(/(\s+)/);
      for (const [at, how, word] of changes) {
        const index = at % parts.length;
        if (how === 'drop') parts[index] = '';
        if (how === 'double') parts[index] = `${parts[index]} ${parts[index]}`;
        if (how === 'replace') parts[index] = word;
      }
      holds(parts.join(''));
    }),
    { numRuns: 500 },
  );
});

test('every request of the corpus gives a sound document or the error it must give', () => {
  for (const one of corpus) holds(one.request);
});
