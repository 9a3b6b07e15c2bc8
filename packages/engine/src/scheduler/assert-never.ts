/** Marks a place that the type checker proves unreachable; reached anyway, the data came from elsewhere. */
export function assertNever(value: never): never {
  throw new TypeError(`Unexpected value: ${JSON.stringify(value)}`);
}
