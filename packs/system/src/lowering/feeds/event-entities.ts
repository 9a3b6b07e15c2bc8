import type { Entity } from '../../model/entity.ts';
import { addInternalEntity } from '../internal-entities.ts';
import type { LoweringContext } from '../lowering-context.ts';

export const keptEventName = 'KeptEvent';
export const eventCountName = 'EventCount';

/** What the system keeps of events so that feeds can send what a client has missed. */
export function eventEntities(context: LoweringContext): readonly Entity[] {
  return [
    addInternalEntity(context, {
      name: keptEventName,
      description: 'An event as feeds send it.',
      fields: [
        { name: 'number', type: { kind: 'integer' }, isOptional: false, unique: { ignoreCase: false } },
        { name: 'facts', type: { kind: 'json' }, isOptional: false },
      ],
    }),
    addInternalEntity(context, {
      name: eventCountName,
      description: 'How many events there have been.',
      fields: [{ name: 'latest', type: { kind: 'integer' }, isOptional: false }],
    }),
  ];
}
