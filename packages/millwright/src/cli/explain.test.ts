import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CommandLine } from '../testing/command-line.ts';

const blueprint = `millwright: 1
name: reading-list
description: ${'Books that somebody wants to read one day, and those that were read already. '.repeat(3)}
entities: { Book: { fields: { title: text } } }
`;

describe('millwright explain', () => {
  test('is readable at 100 columns and plain when it is piped', async () => {
    using line = new CommandLine();
    await writeFile(join(line.folder, 'books.yaml'), blueprint);
    const { stdout, exitCode } = await line.run(['explain', 'books.yaml']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('POST /books  createBook: Create a book');
    expect(stdout).not.toContain('\u001B');
    for (const text of stdout.split('\n')) expect(text.length).toBeLessThanOrEqual(100);
  });

  test('prints one document, or the schema for editors', async () => {
    using line = new CommandLine();
    await writeFile(join(line.folder, 'books.yaml'), blueprint);
    const explained = JSON.parse((await line.run(['explain', 'books.yaml', '--json'])).stdout);
    expect(explained.operations.map(({ name }: { name: string }) => name)).toContain('listBooks');
    const schema = JSON.parse((await line.run(['explain', '--schema'])).stdout);
    expect(schema).toMatchObject({ title: 'Millwright blueprint', type: 'object' });
  });

  test('tells the mistakes of a blueprint as new does', async () => {
    using line = new CommandLine();
    await writeFile(join(line.folder, 'books.yaml'), blueprint.replace('title: text', 'title: txt'));
    const explained = await line.run(['explain', 'books.yaml']);
    expect(explained.exitCode).toBe(1);
    expect(explained.stderr).toContain('unknown_type');
    expect((await line.run(['explain'])).exitCode).toBe(2);
    expect((await line.run(['explain', 'nothing.yaml'])).exitCode).toBe(2);
  });
});
