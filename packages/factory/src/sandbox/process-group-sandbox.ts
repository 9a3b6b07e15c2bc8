import { runProcess } from '../process/run-process.ts';
import { startService } from '../process/start-service.ts';
import type { Sandbox } from './sandbox.ts';

/** The least a machine offers: an empty environment, limits on time and output, and death of the whole process group. */
export const processGroupSandbox: Sandbox = {
  name: 'process-group',
  description:
    'Runs with an environment of its own, a time limit and bounded output, and kills the whole process group at the end. ' +
    'It does not block reading the environment of its parent, files of the same user, the network, memory, file sizes or the number of processes, ' +
    'signals to and tracing of other processes of the same user, or a process that leaves its group on purpose.',
  capabilities: {
    environment: false,
    time: true,
    output: true,
    'process-group': true,
    'escaped-processes': false,
    'files-read': false,
    'files-write': false,
    'file-size': false,
    network: false,
    memory: false,
    'process-count': false,
    signals: false,
    tracing: false,
  },
  run: runProcess,
  start: startService,
};
