import { expect, test } from 'vitest';
import { standardLimits } from '../isolation/limits.ts';
import { containerArguments } from './container-arguments.ts';

test('a container has no network, no capability, limits, and sees the places given and no others', () => {
  const args = containerArguments(
    { name: 'one', image: 'image', user: '1000:1000' },
    {
      cwd: '/work',
      places: [
        { path: '/packages', access: 'read' },
        { path: '/work, "mine"', access: 'write' },
      ],
      sockets: [{ outside: '/tmp/relay', inside: '/run/relay' }],
      limits: standardLimits,
      command: ['/bin/sh', '-c', 'exec "$@"', 'sandbox', 'A=1', 'node'],
    },
  );
  const valuesOf = (option: string) => args.flatMap((arg, index) => (arg === option ? args[index + 1] : []));
  expect(valuesOf('--network')).toEqual(['none']);
  expect(valuesOf('--cap-drop')).toEqual(['ALL']);
  expect(valuesOf('--security-opt')).toEqual(['no-new-privileges']);
  expect(valuesOf('--pull')).toEqual(['never']);
  expect(valuesOf('--user')).toEqual(['1000:1000']);
  expect(valuesOf('--pids-limit')).toEqual([String(standardLimits.processes)]);
  expect(valuesOf('--mount')).toEqual([
    'type=bind,source=/packages,target=/packages,readonly',
    'type=bind,"source=/work, ""mine""","target=/work, ""mine"""',
    'type=bind,source=/tmp/relay,target=/run/relay,readonly',
  ]);
  expect(args).toContain('--read-only');
  expect(args).not.toContain('--privileged');
  expect(args.slice(args.indexOf('--entrypoint'))).toEqual([
    '--entrypoint',
    '/bin/sh',
    'image',
    '-c',
    'exec "$@"',
    'sandbox',
    'A=1',
    'node',
  ]);
});
