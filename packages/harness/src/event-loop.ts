/**
 * A chain of promises that are already settled never lets timers, sockets or signals have their turn. So that a busy stream
 * cannot starve them, sending waits for one turn of the event loop when there was none for a while.
 */
const MAX_MS_BETWEEN_TURNS = 5;
/** The promise of every send that did not have to wait. Shared, so that a send allocates nothing. */
export const DELIVERED: Promise<void> = Promise.resolve();

let lastTurnAt = 0;
let turn: Promise<void> | undefined;

/** The promise for a sender that asks now and then, since looking at the clock costs more than a delivery. */
export function deliveredInTurn(): Promise<void> {
  const now = performance.now();
  if (now - lastTurnAt < MAX_MS_BETWEEN_TURNS) return DELIVERED;
  lastTurnAt = now;
  return nextTurn();
}

/** Resolves after pending timers and I/O had their turn. */
export function nextTurn(): Promise<void> {
  turn ??= new Promise((resolve) => {
    setImmediate(() => {
      turn = undefined;
      resolve();
    });
  });
  return turn;
}
