import type { Port } from './port.ts';
import { ReceivePort } from './receive-port.ts';
import type { RequestBinding } from './request-binding.ts';
import { RequestPort } from './request-port.ts';
import type { StreamBinding } from './stream-binding.ts';
import { cycles } from './topology.ts';

/** Everything about the bindings of a system that could only fail later, each as a sentence that names the ports. */
export function topologyProblems(
  ports: readonly Port[],
  streams: readonly StreamBinding<unknown>[],
  requests: readonly RequestBinding<unknown, unknown>[],
): readonly string[] {
  const labels = [...streams, ...requests].map(({ label }) => label);
  const repeated = new Set(labels.filter((label, index) => labels.indexOf(label) < index));
  const badBuffers = streams.filter(({ buffer }) => !Number.isInteger(buffer) || buffer < 0);
  return [
    ...ports.flatMap(portProblems),
    ...badBuffers.map(
      ({ label, buffer }) =>
        `The binding ${label} has a buffer of ${buffer}: expected 0 or a whole number above.`,
    ),
    ...[...repeated].map((label) => `The binding ${label} is made more than once.`),
    ...unbufferedCycles(streams),
  ];
}

function portProblems(port: Port): string[] {
  if (port instanceof ReceivePort) {
    return port.bindings.length === 0 ? [`The receive port ${port.path} is not connected.`] : [];
  }
  if (!(port instanceof RequestPort)) return [];
  if (port.bindings.length === 0) return [`The request port ${port.path} is not connected.`];
  const always = port.bindings.findIndex(({ when }) => when === undefined);
  return always === -1
    ? []
    : port.bindings
        .slice(always + 1)
        .map(
          ({ label }) =>
            `The binding ${label} can never be reached: an earlier one of the port takes every request.`,
        );
}

function unbufferedCycles(streams: readonly StreamBinding<unknown>[]): string[] {
  const unbuffered = streams.filter(({ buffer }) => buffer === 0);
  const edges = unbuffered.map(({ from, to }) => ({ from: from.component, to: to.component }));
  const names = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
  return cycles(names, edges).map((names) => {
    const labels = unbuffered
      .filter(({ from, to }) => names.includes(from.component) && names.includes(to.component))
      .map(({ label }) => label);
    return `A circle without any buffer would wait for itself: ${labels.join(', ')}.`;
  });
}
