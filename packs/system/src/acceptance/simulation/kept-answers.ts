import type { Operation } from '../../model/operation.ts';
import type { OperationRun } from './run-operation.ts';
import { Refused } from './problem.ts';

/** A request as far as it tells whether it is one that came before. */
export interface KeyedRequest {
  readonly operation: Operation;
  readonly key: string | undefined;
  /** Who asks. */
  readonly caller: unknown;
  /** Path, query and body. */
  readonly request: unknown;
  /** In milliseconds. */
  readonly now: number;
}

const keptMs = 24 * 60 * 60 * 1000;

/** What requests with an idempotency key were answered. */
export class KeptAnswers {
  readonly #kept = new Map<
    string,
    { readonly request: string; readonly run: OperationRun; readonly at: number }
  >();

  forget(): void {
    this.#kept.clear();
  }

  /** Carries the request out unless that was done before. @throws Refused */
  run(
    { operation, key, caller, request, now }: KeyedRequest,
    carryOut: () => OperationRun,
  ): { readonly run: OperationRun; readonly isReplayed: boolean } {
    const { idempotency } = operation;
    if (idempotency === undefined) return { run: carryOut(), isReplayed: false };
    if (key === undefined) {
      if (idempotency.isRequired) throw new Refused({ status: 400, code: 'idempotency_key_required' });
      return { run: carryOut(), isReplayed: false };
    }
    const name = JSON.stringify([caller, key]);
    const text = JSON.stringify(request);
    const kept = this.#kept.get(name);
    if (kept === undefined || kept.at <= now - keptMs) {
      const run = carryOut();
      this.#kept.set(name, { request: text, run, at: now });
      return { run, isReplayed: false };
    }
    if (kept.request !== text) throw new Refused({ status: 422, code: 'idempotency_key_reused' });
    return { run: kept.run, isReplayed: true };
  }
}
