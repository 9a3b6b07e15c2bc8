import type { RowSource } from '../row-source.ts';
import type { StepContext } from './step-context.ts';

/** What a step writes into a row. */
export function rowSource(
  entity: string,
  fromInput: boolean,
  set: RowSource['set'],
  { operation, system }: StepContext,
): RowSource {
  return { plan: system.entity(entity), operation, fromInput, set };
}
