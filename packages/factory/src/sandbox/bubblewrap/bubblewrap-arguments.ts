import { lstatSync, readlinkSync } from 'node:fs';
import type { Inside } from '../isolation/inside.ts';
import { isWithin } from '../isolation/visible-places.ts';

/** Of /etc only what programs need to start and to resolve `localhost`. Nothing in it is secret. */
const settings = [
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'alternatives',
  'hosts',
  'nsswitch.conf',
  'passwd',
  'group',
  'localtime',
];

const nobody = '65534';

/**
 * Options for bwrap: namespaces of its own for everything, no capability, no further user namespace, a loopback network
 * that nobody else shares, the operating system to read, and the places given.
 */
export function bubblewrapArguments({ cwd, places, limits, sockets }: Inside): readonly string[] {
  const size = ['--size', String(limits.temporaryBytes)];
  return [
    ['--unshare-all', '--unshare-user', '--disable-userns', '--uid', nobody, '--gid', nobody],
    ['--cap-drop', 'ALL', '--die-with-parent', '--hostname', 'sandbox'],
    ['--ro-bind', '/usr', '/usr'],
    ['bin', 'sbin', 'lib', 'lib32', 'lib64'].flatMap(systemFolder),
    ['--ro-bind-try', '/nix/store', '/nix/store'],
    settings.flatMap((name) => ['--ro-bind-try', `/etc/${name}`, `/etc/${name}`]),
    ['--proc', '/proc', '--dev', '/dev', ...size, '--tmpfs', '/dev/shm', ...size, '--tmpfs', '/tmp'],
    places
      .filter(({ path }) => !isWithin('/usr', path))
      .flatMap(({ path, access }) => [access === 'write' ? '--bind' : '--ro-bind', path, path]),
    sockets.flatMap(({ outside, inside }) => ['--ro-bind', outside, inside]),
    ['--dir', cwd, '--chdir', cwd, '--remount-ro', '/dev', '--remount-ro', '/'],
  ].flat();
}

/** `/lib` and its like are links into /usr on most systems and folders on some. */
function systemFolder(name: string): readonly string[] {
  const path = `/${name}`;
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (!entry) return [];
  return entry.isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path];
}
