import type { JsonValue } from '../../model/scenario.ts';
import type { DraftRecord } from '../scenario-draft.ts';
import type { RecordPath } from './origins.ts';

/** The records that a candidate created for its slots, by `path.shift` or `input.helper`. */
export type SlotRecords = ReadonlyMap<string, DraftRecord>;

/** A value, or one taken from the records that exist by then. */
export type ValueMaker = (records: SlotRecords) => JsonValue | undefined;

export type ParameterPlace = 'path' | 'query' | 'headers';
/** Another operation before, on records in play. */
export interface Prior {
  readonly kind: 'prior';
  readonly operation: string;
  /** Slots of that operation that name records in play. */
  readonly at: readonly PriorSlot[];
  /** Its other slots name new records, even where one of their kind is in play. */
  readonly isFresh: boolean;
  readonly times: number;
  /** Fields of its body, where they matter. */
  readonly values: Readonly<Record<string, JsonValue>>;
  /** What the record that it creates is led into afterwards. */
  readonly state?: string;
}

export interface PriorSlot {
  readonly slot: string;
  readonly path: RecordPath;
}

/** One deviation from the plainest request an operation can get. */
export type Modification =
  | { readonly kind: 'missing'; readonly slot: string }
  /** The slot names the record of another slot. */
  | { readonly kind: 'shared'; readonly slot: string; readonly with: string }
  /** The slot names a record that is there already. */
  | { readonly kind: 'given'; readonly slot: string; readonly record: DraftRecord }
  /** The slot names the account of who asks. */
  | { readonly kind: 'actor'; readonly slot: string }
  /** `slot` may lead further than a slot: `input.copy.title` is what the copy refers to. */
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
  | Prior
  /** Somebody who has just signed up makes the records, and another sends the request. */
  | { readonly kind: 'other' }
  /** Time passes between the preparations and the request. */
  | { readonly kind: 'advance'; readonly ms: number };

/** Two modifications of the same thing do not go together. */
export function modifiedThing(modification: Modification): string {
  const { kind } = modification;
  if (kind === 'prior')
    return `prior ${modification.operation} ${JSON.stringify([modification.at, modification.isFresh])}`;
  if (kind === 'field') return `field ${modification.slot} ${modification.field}`;
  if (kind === 'input') return `input ${modification.field}`;
  if (kind === 'parameter') return `${modification.place} ${modification.field}`;
  if (kind === 'state') return `state ${modification.slot}`;
  return 'slot' in modification ? `record ${modification.slot}` : kind;
}
