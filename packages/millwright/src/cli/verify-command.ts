import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { createMill } from '../mill/create-mill.ts';
import { stateFolder } from '../mill/state-folder.ts';
import type { VerifyCommand } from './commands.ts';
import type { Console } from './console.ts';
import type { ExitCode } from './exit-codes.ts';
import { finishBuild } from './finish-build.ts';
import { withModel } from './with-model.ts';

/** Proves a system as it stands on disk, edits included. */
export async function runVerify(command: VerifyCommand, console: Console): Promise<ExitCode> {
  const folder = resolve(console.workingDirectory, command.folder);
  const isSystem = await stat(join(folder, 'blueprint.yaml')).then(
    (entry) => entry.isFile(),
    () => false,
  );
  if (!isSystem) {
    throw new UsageError(
      'not_a_system',
      `${folder} holds no blueprint.yaml.`,
      'Give the folder of a system that Millwright wrote.',
    );
  }
  const { verifyPipeline } = await import('@millwright/pack-system');
  const mill = createMill(
    stateFolder(console.environment, console.workingDirectory),
    console.workingDirectory,
    withModel(console.environment, command.model),
  );
  try {
    const run = await mill.engine.start(
      verifyPipeline,
      { folder, heal: command.heal },
      { labels: { command: 'verify', name: folder, out: folder } },
    );
    return await finishBuild(mill, run, command, console);
  } finally {
    await mill.close();
  }
}
