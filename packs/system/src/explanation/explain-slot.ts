import { slotFile } from '../model/slot-file.ts';
import type { Slot } from '../model/slot.ts';
import { explainField } from './explain-field.ts';
import { explainFieldType } from './explain-field-type.ts';
import type { Topic } from './explanation.ts';

/** A function that is written by hand: what it takes and gives, its examples, and whether it is written. */
export function explainSlot(slot: Slot): Topic {
  const { name, description, parameters, result, examples, code } = slot;
  return {
    title: `${name}(${parameters.map((parameter) => parameter.name).join(', ')})`,
    label: slotFile(name),
    points: [
      ...(description === undefined ? [] : [{ text: description }]),
      ...parameters.map((parameter) => explainField(parameter)),
      { text: `gives ${explainFieldType(result.type)}${result.isOptional ? ', or null' : ''}` },
      ...examples.map(({ given, gives }) => ({
        text: `example: ${given.map((value) => JSON.stringify(value)).join(', ')} gives ${JSON.stringify(gives)}`,
      })),
      ...(code === undefined
        ? [
            {
              text: 'not written yet: operations that call it end there',
              refusals: [{ status: 501, code: 'slot_not_filled' }],
            },
          ]
        : []),
    ],
  };
}
