import type { MessageType } from './dataflow.ts';
import type { FieldType } from './field.ts';

/** What the `failed` port of a component sends: a message that it could not handle, and why. */
export const failureType: MessageType = {
  kind: 'object',
  name: 'Failure',
  fields: [
    field('component', { kind: 'text' }),
    field('message', { kind: 'json' }),
    field('error', { kind: 'text' }),
    field('attempts', { kind: 'integer' }),
    field('at', { kind: 'datetime' }),
  ],
};

function field(name: string, type: FieldType) {
  return { name, type, isOptional: false };
}
