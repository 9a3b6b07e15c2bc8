import type { OwnFunction } from '../expression/expression-scope.ts';
import { typeOfField } from '../expression/value-type.ts';
import { slotFile } from '../model/slot-file.ts';
import type { Slot } from '../model/slot.ts';

/** What expressions know of slots. */
export function slotFunctions(slots: readonly Slot[]): ReadonlyMap<string, OwnFunction> {
  return new Map(
    slots.map((slot) => [
      slot.name,
      {
        parameters: slot.parameters.map((field) => ({ name: field.name, type: typeOfField(field) })),
        result: typeOfField(slot.result),
        own: { module: slotFile(slot.name), isWritten: slot.code !== undefined, examples: slot.examples },
      },
    ]),
  );
}
