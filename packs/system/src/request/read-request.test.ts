import { type Analyser, defineAnalyser } from '@millwright/factory';
import { expect, test } from 'vitest';
import { systemAnalysers } from '../pack/system-analysers.ts';
import { createRequestReader, type SystemReading } from './read-request.ts';
import { understand } from './understand.ts';

const blueprint = 'millwright: 1\nname: kites\nentities:\n  Kite:\n    fields: { name: text }\n';

const foreign = (analyse: () => unknown): Analyser<SystemReading> =>
  defineAnalyser({
    name: 'acme/lists',
    version: '1.0.0',
    description: 'Lists.',
    suits: (request) => ({ score: request.startsWith('list:') ? 0.9 : 0, because: 'it begins with list:' }),
    analyse: analyse as () => SystemReading,
  });

const reading = (analyse: () => unknown) =>
  createRequestReader(async () => [...systemAnalysers, foreign(analyse)]);

test('prose and blueprints are read as ever', async () => {
  const read = reading(() => ({ blueprint }));
  for (const request of ['Keep kites with a name.', blueprint])
    expect(await read(request)).toEqual(understand(request));
});

test('a request that another analyser suits better is built from the blueprint that it makes', async () => {
  const request = 'list: kites';
  const { document, requirements } = await reading(() => ({ blueprint }))(request);
  expect(Object.keys(document.entities)).toEqual(['Kite']);
  expect(requirements.statements.length).toBeGreaterThan(0);
  for (const { span } of requirements.statements) expect(span).toEqual([0, request.length]);
});

test.each([
  ['throws', () => Promise.reject(new Error('no kites today')), /no kites today/],
  ['makes nothing', () => undefined, /acme\/lists/],
  ['makes no text', () => ({ blueprint: 7 }), /acme\/lists/],
  ['makes a blueprint with mistakes', () => ({ blueprint: 'millwright: 1\nname: 7\n' }), /name/],
])('an analyser that %s is named', async (_, analyse, message) => {
  await expect(reading(analyse)('list: kites')).rejects.toMatchObject({
    code: 'analyser_failed',
    analyser: 'acme/lists',
    message: expect.stringMatching(message),
  });
});
