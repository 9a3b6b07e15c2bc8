/** Operations that are carried out once for a key. */
export const onceFile = 'src/domain/once.ts';
/** The header of requests with a key. */
export const idempotencyFile = 'src/http/idempotency.ts';
