import { openControlGroup } from '../isolation/control-group.ts';
import { createIsolatedSandbox } from '../isolation/isolated-sandbox.ts';
import type { SandboxLimits } from '../isolation/limits.ts';
import type { Sandbox } from '../sandbox.ts';
import type { FoundTool, SandboxTier } from '../tier.ts';
import { bubblewrapArguments } from './bubblewrap-arguments.ts';
import { findBubblewrap } from './find-bubblewrap.ts';

const description =
  'Runs in Linux namespaces made by bubblewrap: its own processes, users and loopback network, no capabilities, the ' +
  'operating system and installed packages to read, and nothing to write but its working folder and temporary files ' +
  'of bounded size. Time, output, memory and CPU time of each process, file sizes and the number of processes are ' +
  'bounded. It does not bound the number of files or the space that they take, memory of all processes together ' +
  'unless control groups are available, and it shares the kernel with this machine.';

/** Linux, with the system's own bubblewrap. */
export const bubblewrapTier: SandboxTier = {
  name: 'bubblewrap',
  find: findBubblewrap,
  create: createBubblewrapSandbox,
};

/*
 * SIGTERM is sent to the whole process group, bwrap included, which would end it before what runs inside could stop in
 * good order. So bwrap is started with SIGTERM ignored. It stays in the group that Node made, which has no terminal:
 * `--new-session` would only hide what runs inside from the signal.
 */
const outerScript = `
trap '' TERM
while [ "$1" != -- ]; do echo 0 > "$1" || exit 125; shift; done
shift
exec "$@"`;

function createBubblewrapSandbox({ command }: FoundTool, limits: SandboxLimits): Sandbox {
  return createIsolatedSandbox({
    name: bubblewrapTier.name,
    description,
    limits,
    isolate: async (inside) => {
      const group = openControlGroup(limits);
      const start = ['-c', outerScript, 'sandbox', ...group.joinFiles, '--', command];
      return {
        command: '/bin/sh',
        args: [...start, ...bubblewrapArguments(inside), '--', ...inside.command],
        release: () => group.remove(),
      };
    },
  });
}
