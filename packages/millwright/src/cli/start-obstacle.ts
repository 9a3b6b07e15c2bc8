import { createServer } from 'node:net';
import type { Understanding } from '@millwright/pack-system';
import type { DocumentError } from '../mill/build-document.ts';
import type { Mill } from '../mill/create-mill.ts';
import { runEvents } from '../mill/run-events.ts';
import { stageOutput } from '../mill/stage-output.ts';
import type { Console } from './console.ts';

const standardPort = 8080;

/** Why a system that was just built could not listen here, found out by trying before it is installed; undefined when it can. */
export async function startObstacle(
  mill: Mill,
  runId: string,
  { environment }: Console,
): Promise<DocumentError | undefined> {
  const understood = await stageOutput(mill.store, await runEvents(mill, runId), 'analyse');
  const configured = (understood as Partial<Understanding> | undefined)?.document?.interfaces?.http?.port;
  const port = Number(environment['PORT'] || configured || standardPort);
  if (await canListen(port)) return undefined;
  return {
    code: 'port_in_use',
    message: `The system is built, but port ${port} is in use, so it was not started.`,
    remedy: `Stop what listens there, or choose another one: PORT=${port === 65_535 ? 8080 : port + 1} npm start in the folder of the system.`,
  };
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '0.0.0.0', () => server.close(() => resolve(true)));
  });
}
