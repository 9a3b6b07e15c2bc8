import type { Inside } from '../isolation/inside.ts';
import type { VisiblePlace } from '../isolation/visible-places.ts';

export interface Container {
  readonly name: string;
  readonly image: string;
  /** `user:group` by number, so that what it writes belongs to who asked for it. */
  readonly user: string;
}

/** Arguments for docker and podman that run a command in a new container: no network, no capability, nothing but the places given. */
export function containerArguments(
  { name, image, user }: Container,
  { cwd, places, sockets, limits, command: [program, ...args] }: Inside,
): readonly string[] {
  const temporary = `rw,nosuid,nodev,size=${limits.temporaryBytes}`;
  const mounts = [
    ...places.map(({ path, access }) => mount(path, path, access)),
    ...sockets.map(({ outside, inside }) => mount(outside, inside, 'read')),
  ];
  return [
    ['run', '--rm', '--init', '--pull', 'never', '--name', name, '--user', user, '--workdir', cwd],
    ['--network', 'none', '--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
    ['--pids-limit', String(limits.processes), '--memory', String(2 * limits.memoryBytes)],
    ['--tmpfs', `/tmp:${temporary}`, '--shm-size', String(limits.temporaryBytes)],
    mounts.flatMap((value) => ['--mount', value]),
    ['--entrypoint', program, image, ...args],
  ].flat();
}

/** In the form of CSV that engines read, where a quoted field may hold commas. */
function mount(source: string, target: string, access: VisiblePlace['access']): string {
  const fields = [
    'type=bind',
    `source=${source}`,
    `target=${target}`,
    ...(access === 'read' ? ['readonly'] : []),
  ];
  return fields.map((field) => (/[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',');
}
