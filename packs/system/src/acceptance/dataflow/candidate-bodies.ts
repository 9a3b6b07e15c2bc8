import { type DataflowComponent } from '../../model/dataflow.ts';
import type { Field } from '../../model/field.ts';
import type { JsonValue } from '../../model/scenario.ts';
import type { HttpSourceComponent, ReadingSource } from '../../model/http-sources.ts';
import { sampleValue } from '../samples/sample-value.ts';
import { isAccepted } from '../simulation/accept-value.ts';
import { literalsIn } from './literals-in.ts';

export type Body = Readonly<Record<string, JsonValue>>;

/** More would hardly find another way through a system. */
const maxCandidates = 400;

/** Bodies that a source accepts, the plainest first, then those that differ from it in one field or in two. */
export function candidateBodies(
  source: HttpSourceComponent,
  components: readonly DataflowComponent[],
): readonly Body[] {
  const fields = source.entrance.body;
  const literals = literalsIn(components);
  const base = baseBody(source);
  if (base === undefined) return [];
  const values = fields.map((field) => valuesFor(field, base[field.name] ?? null, literals));
  const single = fields.flatMap((field, index) =>
    (values[index] ?? []).map((value): Body => ({ ...base, [field.name]: value })),
  );
  const double = fields.flatMap((field, index) =>
    fields
      .slice(index + 1)
      .flatMap((other, offset) =>
        (values[index] ?? []).flatMap((value) =>
          (values[index + 1 + offset] ?? []).map(
            (second): Body => ({ ...base, [field.name]: value, [other.name]: second }),
          ),
        ),
      ),
  );
  return [base, ...single, ...double].slice(0, maxCandidates);
}

/** A body with everything that must be there; undefined when no value is known for a field. */
export function baseBody(source: ReadingSource): Body | undefined {
  const entries = source.entrance.body.map(
    (field) => [field.name, sample(field, source.of.name, 0)] as const,
  );
  return entries.every((entry): entry is readonly [string, JsonValue] => entry[1] !== undefined)
    ? Object.fromEntries(entries)
    : undefined;
}

function sample(field: Field, owner: string, n: number): JsonValue | undefined {
  return sampleValue(field, { owner, n, reference: () => noRecord });
}

/** Messages carry ids without anybody looking them up. */
const noRecord = '00000000-0000-4000-8000-000000000000';

/** Other values of a field that may decide something. */
function valuesFor(
  field: Field,
  base: JsonValue,
  literals: readonly (string | number)[],
): readonly JsonValue[] {
  const { type } = field;
  const near = literals.flatMap((value): JsonValue[] =>
    typeof value === 'number' ? [value - 1, value, value + 1] : [value],
  );
  const own: readonly JsonValue[] =
    type.kind === 'enum' ? type.values : type.kind === 'boolean' ? [true, false] : bounds(type);
  const all = [...own, ...near, ...(field.isOptional ? [null] : [])];
  const fitting = all.filter((value) => (value === null ? field.isOptional : isAccepted(type, value)));
  return [...new Set(fitting)].filter((value) => value !== base);
}

function bounds(type: Field['type']): readonly JsonValue[] {
  if (!('minimum' in type) && !('maximum' in type)) return [];
  return [type.minimum, type.maximum].filter((bound) => bound !== undefined);
}
