import type { ComponentRunner } from './component-runner.ts';
import { nextTurn } from './event-loop.ts';
import type { Edge } from './topology.ts';

const POLL_MS = 2;

/**
 * Watches over the end of a system's components. A component comes to its end when everything that can send to it has come
 * to its end and its inputs are handled; one without inputs when its `process` returns or when the system is told to stop.
 * So a stop runs from the sources to the sinks and loses nothing on the way, and a finite source finishes the whole system.
 *
 * `groups` holds the components senders first, those that form a circle together. Resolves when all have come to their end.
 */
export async function retireAll(
  groups: readonly (readonly ComponentRunner[])[],
  edges: readonly Edge[],
  stop: AbortSignal,
): Promise<void> {
  const stopRequested = new Promise<void>((resolve) => {
    if (stop.aborted) resolve();
    stop.addEventListener('abort', () => resolve(), { once: true });
  });
  const retired = new Map<string, Promise<void>>();
  let previous = Promise.resolve();
  for (const group of groups) {
    const names = group.map(({ component }) => component.name);
    const senders = edges.filter(({ from, to }) => names.includes(to) && !names.includes(from));
    const upstream = senders.flatMap(({ from }) => retired.get(from) ?? []);
    const inputsEnded =
      senders.length > 0 ? Promise.all(upstream) : Promise.race([stopRequested, ownEnd(group)]);
    previous = retireGroup(group, inputsEnded, previous, stop);
    for (const name of names) retired.set(name, previous);
  }
  await Promise.all(retired.values());
}

async function retireGroup(
  group: readonly ComponentRunner[],
  inputsEnded: Promise<unknown>,
  previous: Promise<void>,
  stop: AbortSignal,
): Promise<void> {
  await inputsEnded;
  await quiet(group);
  closeCircle(group);
  for (const runner of group) runner.end();
  await Promise.all(group.map(({ ended }) => ended));
  await quiet(group);
  // A stop releases resources in one fixed order; a component that finishes by itself waits for nobody.
  if (stop.aborted) await previous;
  for (const runner of group) await runner.retire();
}

/** When a group without senders is at its end by itself; never, if none of it has work that can end. */
function ownEnd(group: readonly ComponentRunner[]): Promise<unknown> {
  const active = group.filter(({ isActive }) => isActive);
  return active.length > 0 ? Promise.all(active.map(({ ended }) => ended)) : new Promise(() => {});
}

async function quiet(group: readonly ComponentRunner[]): Promise<void> {
  while (!group.every(({ isQuiet }) => isQuiet)) {
    await nextTurn();
    if (!group.every(({ isQuiet }) => isQuiet)) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Ends the streams inside a circle, whose members would otherwise wait for each other's end. */
function closeCircle(group: readonly ComponentRunner[]): void {
  for (const port of group.flatMap(({ receives }) => receives)) {
    for (const binding of port.bindings) {
      if (group.some(({ component }) => component.name === binding.from.component)) binding.close();
    }
  }
}
