import type { Constraint } from '../grammar/constraint.ts';
import type { FieldDraft, Said } from './draft.ts';
import type { Entry, Ledger } from './ledger.ts';

/** A field while what was said about it is written down. */
interface Place {
  readonly field: FieldDraft;
  readonly entry: Entry;
  readonly ledger: Ledger;
  readonly target: string;
}

/** @throws ContradictionError when another sentence says something else. */
export function applyConstraints(
  field: FieldDraft,
  constraints: readonly Constraint[],
  entry: Entry,
  ledger: Ledger,
  target: string,
): void {
  const place = { field, entry, ledger, target };
  for (const constraint of constraints) applyConstraint(constraint, place);
}

const sameList = (a: readonly string[], b: readonly string[]): boolean => {
  const [left, right] = [a, b].map((list) =>
    list
      .map((value) => value.toLowerCase())
      .toSorted()
      .join('|'),
  );
  return left === right;
};

/** The newly said value. What one sentence seems to say against itself was misread: the first reading stays, and it is told. */
function agree<T>(
  { entry, ledger, target }: Place,
  before: Said<T> | undefined,
  now: Said<T>,
  isSame: (a: T, b: T) => boolean = (a, b) => a === b,
): Said<T> {
  const [start, end] = entry.reading.span;
  const isOwn = before !== undefined && before.span[0] >= start && before.span[1] <= end;
  if (!isOwn || isSame(before.value, now.value)) return ledger.agree(target, before, now, isSame);
  ledger.problem(entry, 'two readings of a part of it exclude each other: the second was left out');
  return before;
}

const APPLIERS: {
  readonly [K in Constraint['kind']]: (constraint: Extract<Constraint, { kind: K }>, place: Place) => void;
} = {
  required: ({ isRequired, span }, place) => {
    place.field.required = agree(place, place.field.required, { value: isRequired, span });
  },
  unique: ({ ignoreCase, span }, { field }) => {
    field.unique ??= { value: { ignoreCase }, span };
  },
  bound: applyBound,
  values: ({ values, span }, place) => {
    place.field.values = agree(place, place.field.values, { value: values, span }, sameList);
  },
  default: ({ value, span }, place) => {
    place.field.defaultValue = agree(place, place.field.defaultValue, { value, span });
  },
  start: ({ value, span }, place) => {
    place.field.start = agree(place, place.field.start, { value, span });
  },
  type: ({ type, span }, place) => {
    place.field.type = agree(place, place.field.type, { value: type, span });
  },
  unit: ({ type, span }, { field }) => {
    field.unit ??= { value: type, span };
  },
  list: (_constraint, { field }) => {
    field.isList = true;
    field.isSaidList = true;
  },
  pattern: ({ pattern, span }, place) => {
    place.field.pattern = agree(place, place.field.pattern, { value: pattern, span });
  },
  note: () => undefined,
  reference: () => undefined,
  unsupported: ({ why }, { entry, ledger }) => ledger.problem(entry, why),
};

function applyConstraint<K extends Constraint['kind']>(
  constraint: Extract<Constraint, { kind: K }>,
  place: Place,
): void {
  APPLIERS[constraint.kind](constraint, place);
}

function applyBound(constraint: Extract<Constraint, { kind: 'bound' }>, place: Place): void {
  const { field, ledger, target } = place;
  const { span, side, value, measure, isExclusive } = constraint;
  const said = { value: { value, measure, isExclusive }, span };
  const before = field[side];
  const isTighter = before !== undefined && before.value.value === 0 && side === 'minimum' && value >= 0;
  field[side] = isTighter ? said : agree(place, before, said, (a, b) => a.value === b.value);
  const { minimum, maximum } = field;
  if (minimum && maximum && minimum.value.value > maximum.value.value)
    ledger.contradict(target, minimum.span, maximum.span);
}
