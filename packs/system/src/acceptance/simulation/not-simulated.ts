/** The expression goes beyond what a simulation can say for sure. */
export class NotSimulated extends Error {
  override readonly name: string = 'NotSimulated';
}
