import { IncompatiblePortsError } from './errors.ts';
import { Port } from './port.ts';

const PARTNER = { send: 'receive', request: 'reply', receive: undefined, reply: undefined } as const;

/** Throws `IncompatiblePortsError` unless the first port can be bound to the second. */
export function checkCompatible(from: Port, to: Port, isRegistered: (port: Port) => boolean): void {
  const refuse = (why: string) =>
    new IncompatiblePortsError(`Cannot connect ${describe(from)} to ${describe(to)}: ${why}`);
  if (!(from instanceof Port && to instanceof Port)) throw refuse('both must be ports.');
  if (PARTNER[from.kind] !== to.kind) {
    throw refuse('a send port goes to a receive port, a request port to a reply port.');
  }
  if (from.type !== undefined && to.type !== undefined && from.type !== to.type) {
    throw refuse(`the one carries ${from.type}, the other ${to.type}.`);
  }
  const stranger = [from, to].find((port) => !isRegistered(port));
  if (stranger !== undefined)
    throw refuse(`${stranger.path} belongs to no component registered with this system.`);
}

function describe(port: unknown): string {
  return port instanceof Port
    ? `${port.path} (${port.kind} port)`
    : `a ${port === null ? 'null' : typeof port}`;
}
