import type { Operation, Step } from '../../model/operation.ts';

/** What the function of an operation returns, for the HTTP side to answer with. */
export interface ResultPlan {
  readonly body: /** `object`: made from expressions, whatever comes of them. */
    | { readonly kind: 'nothing' | 'object' }
    | { readonly kind: 'record' | 'page'; readonly entity: string; readonly variable: string }
    /** Any other variable. */
    | { readonly kind: 'value'; readonly variable: string };
  /** The variable of the record whose id the address needs, where that is not the record answered. */
  readonly locationVariable?: string;
  /** Whether the status tells that an upsert has created a record. */
  readonly isNewTold: boolean;
  /** Whether the function says what stands in further headers. */
  readonly hasHeaders: boolean;
}

export function planResult(operation: Operation): ResultPlan {
  const { location, updatedStatus } = operation.answer;
  const body = bodyOf(operation);
  const isOwnLocation = 'variable' in body && body.variable === location?.variable;
  return {
    body,
    ...(location !== undefined && !isOwnLocation && { locationVariable: location.variable }),
    isNewTold: updatedStatus !== undefined && operation.steps.some(({ kind }) => kind === 'upsert'),
    hasHeaders: operation.answer.headers !== undefined || operation.answer.redirect !== undefined,
  };
}

/** Whether the function returns the body alone. */
export function isBareResult({ hasHeaders, locationVariable, isNewTold }: ResultPlan): boolean {
  return locationVariable === undefined && !isNewTold && !hasHeaders;
}

function bodyOf({ answer: { body, location }, steps }: Operation): ResultPlan['body'] {
  if (body.kind === 'object' || body.kind === 'value') return { kind: 'object' };
  const variable = body.kind === 'variable' ? body.name : location?.variable;
  if (variable === undefined) return { kind: 'nothing' };
  const step = steps.find((each) => 'as' in each && each.as === variable);
  const kind = step === undefined ? undefined : kindOf(step);
  return kind === undefined || step === undefined || !('entity' in step)
    ? { kind: 'value', variable }
    : { kind, entity: step.entity, variable };
}

function kindOf(step: Step): 'record' | 'page' | undefined {
  const { kind } = step;
  if (kind === 'list') return step.isWhole === true ? undefined : 'page';
  return kind === 'load' || kind === 'create' || kind === 'upsert' ? 'record' : undefined;
}
