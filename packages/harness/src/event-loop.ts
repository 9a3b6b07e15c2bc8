/**
 * A chain of promises that are already settled never lets timers, sockets or signals have their turn. So that a busy
 * stream cannot starve them, every so many deliveries wait for one turn of the event loop.
 */
const DELIVERIES_PER_TURN = 1024;

/** The promise of every send that did not have to wait. Shared, so that a send allocates nothing. */
export const DELIVERED: Promise<void> = Promise.resolve();

let deliveries = 0;
let turn: Promise<void> | undefined;

/** The promise a sender gets for a message that found room. */
export function delivered(): Promise<void> {
  deliveries = (deliveries + 1) % DELIVERIES_PER_TURN;
  return deliveries === 0 ? nextTurn() : DELIVERED;
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
