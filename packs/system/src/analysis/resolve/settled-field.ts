import type { Bound, FieldDraft, Said } from './draft.ts';

const within = (value: number, span: Said<unknown>['span']): Said<Bound> => ({
  value: { value, measure: 'value', isExclusive: false },
  span,
});

/** The field with what the notation cannot say put into its terms; `lost` gets what is not said any more. */
export function settledField(field: FieldDraft, lost: string[]): FieldDraft {
  return withSetAsRange(withStart(field), lost);
}

/** `starting at 1` is the least value of a unique number, and what any other field holds at first. */
function withStart(field: FieldDraft): FieldDraft {
  const { start } = field;
  if (!start) return field;
  const isCounted = field.unique !== undefined && /^-?\d+$/.test(start.value);
  if (!isCounted) return { ...field, defaultValue: field.defaultValue ?? start };
  return {
    ...field,
    minimum: field.minimum ?? within(Number(start.value), start.span),
    shape: field.shape ?? 'integer',
  };
}

/** `30, 45 or 60`: the notation has no sets of numbers, so the range between the ends is written. */
function withSetAsRange(field: FieldDraft, lost: string[]): FieldDraft {
  const { values, ...rest } = field;
  if (!values?.value.every((value) => /^-?\d+(?:\.\d+)?$/.test(value)) || field.reference) return field;
  const numbers = values.value.map(Number);
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const isWhole = numbers.every(Number.isInteger);
  if (!isWhole || high - low + 1 !== numbers.length)
    lost.push(`that ${field.words.join(' ')} is one of ${values.value.join(', ')} and nothing between`);
  const isMoney = field.guess.type === 'money' || field.unit?.value === 'money';
  return {
    ...rest,
    isList: field.isSaidList === true,
    minimum: within(low, values.span),
    maximum: within(high, values.span),
    shape: isMoney ? 'money' : isWhole ? 'integer' : 'number',
  };
}
