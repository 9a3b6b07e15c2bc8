/** An amount of money with two digits after the point, as generated systems keep and show it. */
export function toCents(amount: number): number {
  return Math.abs(amount) < 2 ** 45 ? Math.round(amount * 100) / 100 : amount;
}
