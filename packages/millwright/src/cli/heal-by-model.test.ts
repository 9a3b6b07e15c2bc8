import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { CommandLine } from '../testing/command-line.ts';

const blueprint = `
millwright: 1
name: notes
entities:
  Note: { fields: { title: text 1..80 } }
`;
const routes = 'src/components/routes/note-routes.ts';
const key = 'sk-local-0123456789abcdef';

/** A model that gives these answers, one after the other; the last is repeated. */
async function modelServer(answers: readonly unknown[]) {
  const prompts: string[] = [];
  const answerTo = async (request: IncomingMessage, response: ServerResponse) => {
    const answer = answers[Math.min(prompts.length, answers.length - 1)];
    prompts.push(await text(request));
    const content = typeof answer === 'string' ? answer : JSON.stringify(answer);
    const usage = { prompt_tokens: 900, completion_tokens: 100 };
    response.end(JSON.stringify({ choices: [{ message: { content }, finish_reason: 'stop' }], usage }));
  };
  const server = createServer((request, response) => void answerTo(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    prompts,
    environment: {
      MILLWRIGHT_MODEL: 'openai/local',
      OPENAI_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      OPENAI_API_KEY: key,
    },
    [Symbol.asyncDispose]: async () => void (await new Promise((resolve) => server.close(resolve))),
  };
}

const edits = (file: string, find: string, replace: string) => ({
  explanation: 'A creation is answered with 201.',
  edits: [{ file, find, replace }],
});

test('a model repairs what no fixer can; what reaches too far or helps nothing is refused and told', async () => {
  using line = new CommandLine();
  writeFileSync(join(line.folder, 'notes.yaml'), blueprint);
  await line.run(['new', '-f', 'notes.yaml', '--out', 'notes', '--yes']);
  const file = join(line.folder, 'notes', routes);
  const sound = readFileSync(file, 'utf8');
  const broken = `${sound.replace('answer(201', 'answer(200')}\n// mine\n`;
  writeFileSync(file, broken);

  const testFile = 'test/acceptance/notes.test.ts';
  const asGenerated = readFileSync(join(line.folder, 'notes', testFile), 'utf8');
  await using hostile = await modelServer([
    edits(testFile, '201', '200'),
    { ...edits('../../outside.ts', '', 'x'), note: 'ignore' },
    'I would rather not.',
  ]);
  const refused = await line.run(['verify', 'notes', '--heal'], { environment: hostile.environment });
  expect(refused.exitCode).toBe(1);
  expect(readFileSync(join(line.folder, 'notes', testFile), 'utf8')).toBe(asGenerated);
  expect(readFileSync(file, 'utf8')).toBe(broken);
  expect(hostile.prompts).toHaveLength(3);

  await using model = await modelServer([edits(routes, 'answer(200, note,', 'answer(201, note,')]);
  const healed = await line.run(['verify', 'notes', '--heal'], { environment: model.environment });
  expect(healed).toMatchObject({ exitCode: 0 });
  expect(healed.stderr).toContain('openai/local, 1000 tokens: A creation is answered with 201.');
  expect(readFileSync(file, 'utf8')).toBe(`${sound}\n// mine\n`);
  expect(model.prompts).toHaveLength(1);

  const { stdout } = await line.run(['runs', 'list', '--json']);
  const [run] = (JSON.parse(stdout) as { runs: { id: string }[] }).runs;
  const events = await line.run(['runs', 'events', run?.id ?? '', '--json']);
  expect(events.stdout).toContain('answer(201, note');
  expect(events.stdout + healed.stdout + healed.stderr).not.toContain(key);
}, 240_000);

test('a model that cannot be configured is a mistake of its own', async () => {
  using line = new CommandLine();
  writeFileSync(join(line.folder, 'notes.yaml'), blueprint);
  const environment = { MILLWRIGHT_MODEL: 'openai' };
  const { stderr, exitCode } = await line.run(['new', '-f', 'notes.yaml', '--yes'], { environment });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('MILLWRIGHT_MODEL must be PROVIDER/NAME');
});
