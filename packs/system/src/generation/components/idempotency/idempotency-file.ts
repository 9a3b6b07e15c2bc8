import { SourceFile } from '../../code/source-file.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { problemFile } from '../domain/refusal.ts';
import { idempotencyFile, onceFile } from './idempotency-files.ts';

/** `src/http/idempotency.ts`, or undefined when no operation takes a key. */
export function renderIdempotencyFile({ model }: SystemPlan): SourceFile | undefined {
  const wishes = model.operations.flatMap(({ idempotency }) => idempotency ?? []);
  if (wishes.length === 0) return undefined;
  const file = new SourceFile(idempotencyFile);
  file.imports.value('node:crypto', 'createHash');
  file.imports.type('hono', 'Context');
  file.imports.type(onceFile, 'KeyedRequest');
  file.imports.type(onceFile, 'Outcome');
  if (wishes.some(({ isRequired }) => isRequired)) {
    file.imports.value(problemFile, 'Problem');
    file.add(`
/** Refuses a request without a key. */
export function expectKey(c: Context): void {
  if (keyOf(c) !== undefined) return;
  throw new Problem(400, 'idempotency_key_required', 'Send a key of your own in the header Idempotency-Key.');
}`);
  }
  return file
    .add(`
/** What the header Idempotency-Key asks for, and what becomes of it. */
export class Idempotency {
  /** Undefined when there is no key. */
  readonly request: KeyedRequest | undefined;
  #isReplayed = false;

  /** A key belongs to its \`owner\`, who may be nobody. */
  constructor(c: Context, owner: string | null, input?: unknown) {
    const key = keyOf(c);
    if (key === undefined) return;
    const { method, path } = c.req;
    this.request = {
      key: digest([owner, key]),
      request: digest([method, path, c.req.query(), input]),
    };
  }

  /** The result of an operation, whether it was carried out now or before. */
  async resultOf<Result>(asked: Promise<Outcome<Result>>): Promise<Result> {
    const { result, isReplayed } = await asked;
    this.#isReplayed = isReplayed;
    return result;
  }

  /** The answer, which says whether it is one that was given before. */
  answer(answer: Response): Response {
    if (this.#isReplayed) answer.headers.set('Idempotency-Replayed', 'true');
    return answer;
  }
}`)
    .add(`
function keyOf(c: Context): string | undefined {
  const key = c.req.header('Idempotency-Key')?.trim();
  return key === '' ? undefined : key;
}`)
    .add(`
function digest(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}`);
}
