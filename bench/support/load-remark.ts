import { availableParallelism, loadavg } from 'node:os';

const quiet = 1.5;

/** How busy the machine is, and whether timings mean anything. */
export function loadRemark(): string {
  const load = loadavg()[0] ?? 0;
  const busy = `Load average ${load.toFixed(1)} on ${availableParallelism()} processors`;
  return load < quiet
    ? `${busy}.`
    : `${busy}: the machine is busy, so timings are longer than they would be.`;
}
