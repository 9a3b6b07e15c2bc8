import { runProcess } from '../../process/run-process.ts';
import { createIsolatedSandbox } from '../isolation/isolated-sandbox.ts';
import type { SandboxLimits } from '../isolation/limits.ts';
import type { Sandbox } from '../sandbox.ts';
import type { FoundTool, SandboxTier } from '../tier.ts';
import { containerArguments } from './container-arguments.ts';
import { containerImage, engineEnvironment, findContainerTool } from './find-container-tool.ts';

const description =
  'Runs in a container without a network, without capabilities and with a file system to read only, with nothing to ' +
  'write but its working folder and temporary files of bounded size. Time, output, memory, CPU time of each process, ' +
  'file sizes and the number of processes are bounded. It does not bound the number of files or the space that they ' +
  'take, and it shares the kernel with whatever runs the engine.';

const removalMs = 20_000;

/** docker or podman, where one answers. Its image brings the C library; Node and all else are those of this machine. */
export const containerTier: SandboxTier = {
  name: 'container',
  find: findContainerTool,
  create: createContainerSandbox,
};

function createContainerSandbox({ command }: FoundTool, limits: SandboxLimits): Sandbox {
  const user = `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`;
  return createIsolatedSandbox({
    name: containerTier.name,
    description,
    limits,
    isolate: async (inside) => {
      const name = `millwright-${crypto.randomUUID()}`;
      const environment = engineEnvironment();
      return {
        command,
        args: containerArguments({ name, image: containerImage, user }, inside),
        environment,
        // When the client is killed its container runs on; the engine knows it by name.
        release: async () => {
          const args = ['rm', '--force', name];
          await runProcess({ command, args, cwd: '/', env: environment, timeoutMs: removalMs });
        },
      };
    },
  });
}
