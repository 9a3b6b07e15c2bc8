import type { Expression } from '../expression/expression.ts';
import type { OperationAccess } from './access.ts';
import type { HttpBinding } from './operation.ts';

/** A stream of events over HTTP, as server-sent events. */
export interface Feed {
  /** camelCase. */
  readonly name: string;
  readonly http: HttpBinding;
  /** Names of events. */
  readonly events: readonly string[];
  /** A condition on `event` and `path`. */
  readonly where?: Expression;
  readonly access?: OperationAccess;
}

/** Operations and feeds: what requests ask for and access is about. */
export function guardedParts({
  operations,
  feeds = [],
}: {
  readonly operations: readonly { readonly access?: OperationAccess }[];
  readonly feeds?: readonly Feed[];
}): readonly { readonly access?: OperationAccess }[] {
  return [...operations, ...feeds];
}
