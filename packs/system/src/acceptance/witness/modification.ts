import type { JsonValue } from '../../model/scenario.ts';
import type { DraftRecord } from '../scenario-draft.ts';

/** The records that a candidate created for its slots, by `path.shift` or `input.helper`. */
export type SlotRecords = ReadonlyMap<string, DraftRecord>;

/** A value, or one taken from the records that exist by then. */
export type ValueMaker = (records: SlotRecords) => JsonValue | undefined;

export type ParameterPlace = 'path' | 'query' | 'headers';

/** One deviation from the plainest request an operation can get. */
export type Modification =
  | { readonly kind: 'missing'; readonly slot: string }
  /** The slot names the record of another slot. */
  | { readonly kind: 'shared'; readonly slot: string; readonly with: string }
  | { readonly kind: 'state'; readonly slot: string; readonly state: string }
  | { readonly kind: 'field'; readonly slot: string; readonly field: string; readonly value: JsonValue }
  | { readonly kind: 'input'; readonly field: string; readonly make: ValueMaker }
  /** A parameter of the path, of the query, or a header. */
  | {
      readonly kind: 'parameter';
      readonly place: ParameterPlace;
      readonly field: string;
      readonly value: JsonValue;
    }
  /** The same request before; `isSame` or with another body each time. */
  | { readonly kind: 'repeat'; readonly times: number; readonly isSame: boolean }
  /** Another operation on the same records before. */
  | { readonly kind: 'prior'; readonly operation: string };

/** Two modifications of the same thing do not go together. */
export function modifiedThing(modification: Modification): string {
  switch (modification.kind) {
    case 'missing':
    case 'shared':
      return `record ${modification.slot}`;
    case 'state':
      return `state ${modification.slot}`;
    case 'field':
      return `field ${modification.slot} ${modification.field}`;
    case 'input':
      return `input ${modification.field}`;
    case 'parameter':
      return `${modification.place} ${modification.field}`;
    case 'repeat':
      return 'repeat';
    case 'prior':
      return `prior ${modification.operation}`;
  }
}
