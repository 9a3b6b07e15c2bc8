import type { ProcessSpec } from '../../process/process-spec.ts';
import { relayInside } from '../relay/open-relay.ts';
import { limitingScript, type SandboxLimits } from './limits.ts';
import { type VisiblePlace, visiblePlaces } from './visible-places.ts';

/** What a tier has to show and to start inside, whatever it isolates with. */
export interface Inside {
  readonly cwd: string;
  /** Parents before children. */
  readonly places: readonly VisiblePlace[];
  /** Sockets that lead out, and the paths at which they appear. */
  readonly sockets: readonly { readonly outside: string; readonly inside: string }[];
  readonly limits: SandboxLimits;
  /** A program and its arguments; the program is in every operating system. */
  readonly command: readonly [string, ...string[]];
}

const relaySocketInside = '/run/relay';

/** Puts a command into its limits and its environment, with the relay beside it where it has one. */
export function planInside(spec: ProcessSpec, limits: SandboxLimits, relaySocket?: string): Inside {
  const withRelay = relaySocket !== undefined;
  const readable = [...(spec.readable ?? []), ...(withRelay ? [relayInside] : [])];
  const environment = Object.entries(spec.env ?? {}).map(([name, value]) => `${name}=${value}`);
  const script = limitingScript(limits, withRelay);
  return {
    cwd: spec.cwd,
    places: visiblePlaces({ ...spec, readable }),
    sockets: withRelay ? [{ outside: relaySocket, inside: relaySocketInside }] : [],
    limits,
    command: [
      ...(['/bin/sh', '-c', script, 'sandbox'] as const),
      ...(withRelay ? [process.execPath, relayInside, relaySocketInside] : []),
      ...environment,
      spec.command,
      ...(spec.args ?? []),
    ],
  };
}
