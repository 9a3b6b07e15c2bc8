import { readdirSync, readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { describe, expect, test } from 'vitest';
import { comprehensionNames, functionSignatures, signatureText } from '../expression/functions.ts';
import { lower } from '../lowering/lower.ts';
import { diagnosticCodes } from './diagnostic.ts';
import { typeNames } from './field-notation.ts';
import { readBlueprint } from './read-blueprint.ts';

const folder = new URL('../../../../docs/blueprint/', import.meta.url);
const pages = readdirSync(folder).filter((name) => name.endsWith('.md'));
const page = (name: string) => readFileSync(new URL(name, folder), 'utf8');
/** Formatting pads the columns of tables. */
const reference = page('reference.md').replaceAll(/ +/g, ' ');

type Sections = Record<string, unknown>;

/** The YAML blocks of a page; one that is a part goes on from the whole blueprint before it. */
function examples(name: string): string[] {
  let whole: Sections = {};
  return [...page(name).matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block = '']) => {
    if (block.startsWith('millwright:')) {
      whole = parse(block) as Sections;
      return block;
    }
    return stringify(merge(whole, parse(block) as Sections));
  });
}

function merge(whole: Sections, part: Sections): Sections {
  const merged = { ...whole };
  for (const [key, value] of Object.entries(part)) {
    const own = merged[key];
    merged[key] = isSections(own) && isSections(value) && key !== 'components' ? merge(own, value) : value;
  }
  return merged;
}

function isSections(value: unknown): value is Sections {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

describe.each(pages.filter((name) => page(name).includes('```yaml')))('%s', (name) => {
  test.each(examples(name).map((yaml, index) => [index + 1, yaml] as const))(
    'its example %i can be built',
    (_, yaml) => {
      expect(lower(readBlueprint(yaml, { file: name })).components.length).toBeGreaterThan(0);
    },
  );
});

describe('reference.md', () => {
  test.each(Object.keys(diagnosticCodes))('lists the code %s', (code) => {
    expect(reference).toContain(`| \`${code}\` |`);
  });

  test.each(functionSignatures.map(signatureText))('lists the function %s', (text) => {
    expect(reference).toContain(`\`${text}\``);
  });

  test.each([...comprehensionNames])('lists list.%s', (name) => {
    expect(reference).toContain(`\`list.${name}(`);
  });

  test.each(typeNames)('lists the type %s', (type) => {
    expect(reference).toMatch(new RegExp(`\\| .*\`${type}\``));
  });
});
