import { runProcess } from '../../process/run-process.ts';
import type { FoundTool, MissingTool } from '../tier.ts';

const places = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];
const commands = ['docker', 'podman'].flatMap((name) => places.map((folder) => `${folder}/${name}`));
const timeoutMs = 5_000;

/** The image whose Node and C library run the commands. It must be here already: nothing is downloaded. */
export const containerImage = 'node:24-slim';

/** Finds a container engine that answers and has the image. */
export async function findContainerTool(): Promise<FoundTool | MissingTool> {
  let why = 'No container engine answers: neither docker nor podman.';
  for (const command of commands) {
    const version = await ask(command, ['version', '--format', '{{.Server.Version}}']);
    if (version === undefined) continue;
    if ((await ask(command, ['image', 'inspect', '--format', '{{.Id}}', containerImage])) !== undefined)
      return { command, version };
    why = `${command} answers, but has no image ${containerImage}. Get it: ${command} pull ${containerImage}.`;
  }
  return { why };
}

/** The first line of what it says, or undefined when it does not exist or does not answer well. */
async function ask(command: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { exitCode, stdout } = await runProcess({
      command,
      args,
      cwd: '/',
      env: engineEnvironment(),
      timeoutMs,
    });
    const [line = ''] = stdout.trim().split('\n');
    return exitCode === 0 && line !== '' ? line : undefined;
  } catch {
    return undefined;
  }
}

/** What the client of an engine needs to find it. It runs outside; what it starts sees none of it. */
export function engineEnvironment(): Record<string, string> {
  const names = ['PATH', 'HOME', 'DOCKER_HOST', 'DOCKER_CONTEXT', 'CONTAINER_HOST', 'XDG_RUNTIME_DIR'];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
