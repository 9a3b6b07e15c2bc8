/** The place of a value among those of its enumeration, which is what they are sorted by; null comes first. */
export function placeCode(values: readonly string[], value: string): string {
  return `[null, ${values.map((one) => JSON.stringify(one)).join(', ')}].indexOf(${value})`;
}

export function placeOf(values: readonly string[], value: unknown): number {
  return values.indexOf(String(value));
}
