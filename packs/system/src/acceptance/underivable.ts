/** No scenario can be derived; the message says why, as the end of "not proven: …". Never leaves this folder. */
export class Underivable extends Error {
  override readonly name = 'Underivable';
}
