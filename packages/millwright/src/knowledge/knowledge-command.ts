import { resolve } from 'node:path';
import { knowledgeService, storeService } from '@millwright/factory';
import { earlierSystems, forgetSystem } from '@millwright/pack-system';
import type { KnowledgeCommand } from '../cli/commands.ts';
import { type Console, writeJson } from '../cli/console.ts';
import { type ExitCode, exitCode } from '../cli/exit-codes.ts';
import { stateFolder } from '../mill/state-folder.ts';
import { type Factory, openFactory } from '../packs/open-factory.ts';

/** Searches what Millwright knows, lists the systems it remembers, and forgets them. */
export async function runKnowledge(command: KnowledgeCommand, console: Console): Promise<ExitCode> {
  const { workingDirectory, environment } = console;
  await using factory = openFactory({
    project: workingDirectory,
    state: stateFolder(environment, workingDirectory),
  });
  switch (command.action) {
    case 'search':
      return await search(command, factory, console);
    case 'list':
      return await list(command, factory, console);
    case 'forget':
      return await forget(command, factory, console);
  }
}

async function search(
  { question, json }: Extract<KnowledgeCommand, { action: 'search' }>,
  factory: Factory,
  { out, err }: Console,
): Promise<ExitCode> {
  const answer = await factory.servicesOf('system').get(knowledgeService).search({ question });
  if (json) {
    await writeJson(out, answer);
    return exitCode.proven;
  }
  for (const { source, title, excerpt } of answer.passages)
    out.write(`${source} › ${title}\n    ${excerpt}\n`);
  for (const { source, why } of answer.unavailable) err.write(`✖ ${source} could not be asked: ${why}\n`);
  return exitCode.proven;
}

async function list({ json }: KnowledgeCommand, factory: Factory, { out }: Console): Promise<ExitCode> {
  const systems = earlierSystems(factory.servicesOf('system').get(storeService));
  if (json) await writeJson(out, { systems });
  else
    for (const { title, folder, builtAt } of systems)
      out.write(`${builtAt.slice(0, 10)}  ${title}  ${folder}\n`);
  return exitCode.proven;
}

async function forget(
  { folder, json }: Extract<KnowledgeCommand, { action: 'forget' }>,
  factory: Factory,
  { out, workingDirectory }: Console,
): Promise<ExitCode> {
  const store = factory.servicesOf('system').get(storeService);
  const folders =
    folder === undefined
      ? earlierSystems(store).map((system) => system.folder)
      : [resolve(workingDirectory, folder)];
  const forgotten = folders.filter((each) => forgetSystem(store, each));
  if (json) await writeJson(out, { forgotten });
  else out.write(`Forgotten: ${forgotten.join(', ') || 'nothing'}\n`);
  return folder === undefined || forgotten.length > 0 ? exitCode.proven : exitCode.failed;
}
