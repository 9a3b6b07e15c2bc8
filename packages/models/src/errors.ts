/** Whatever goes wrong with a language model. `isPassing`: the same question may be answered later, or by another model. */
export abstract class ModelError extends Error {
  abstract readonly code: string;
  abstract readonly isPassing: boolean;
}

/** Not reached, overloaded, too slow, or broken at the other end. Tried again with growing pauses. */
export class ModelUnavailableError extends ModelError {
  readonly code = 'model_unavailable';
  readonly isPassing = true;
  /** How long the other end asks to be left alone. */
  readonly retryAfterMs: number | undefined;
  constructor(model: string, reason: string, options: { cause?: unknown; retryAfterMs?: number } = {}) {
    super(`${model} is not available: ${reason}`, { cause: options.cause });
    this.name = 'ModelUnavailableError';
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** The other end will not answer this: a wrong key, an unknown model, a question it does not take. Never tried again. */
export class ModelRefusedError extends ModelError {
  readonly code = 'model_refused';
  readonly isPassing = false;
  readonly remedy = 'Check the name of the model, its URL and its key: see docs/models.md.';
  constructor(model: string, reason: string) {
    super(`${model} refused: ${reason}`);
    this.name = 'ModelRefusedError';
  }
}

/** It answered, and not in the form that was asked for. */
export class ModelAnswerError extends ModelError {
  readonly code = 'model_answer_invalid';
  readonly isPassing = false;
  constructor(model: string, reason: string) {
    super(`${model} gave no usable answer: ${reason}`);
    this.name = 'ModelAnswerError';
  }
}

/** It failed too often lately, and is left alone for a while. */
export class BreakerOpenError extends ModelError {
  readonly code = 'model_breaker_open';
  readonly isPassing = true;
  constructor(model: string, waitMs: number) {
    super(`${model} failed too often and is left alone for another ${Math.ceil(waitMs / 1000)} s.`);
    this.name = 'BreakerOpenError';
  }
}

/** What one run may spend is spent. */
export class BudgetSpentError extends ModelError {
  readonly code = 'model_budget_spent';
  readonly isPassing = false;
  readonly remedy = 'Raise the budget (docs/models.md), or go on without a model.';
  constructor(what: 'requests' | 'tokens', limit: number) {
    super(`The budget of ${limit} ${what} to language models is spent.`);
    this.name = 'BudgetSpentError';
  }
}

/** A cassette that is replayed holds no answer to this question. */
export class CassetteMissError extends ModelError {
  readonly code = 'cassette_miss';
  readonly isPassing = false;
  constructor(file: string, model: string) {
    super(`${file} holds no answer of ${model} to this question. Record it anew.`);
    this.name = 'CassetteMissError';
  }
}

/** The configuration of language models says something that cannot be meant. */
export class ModelConfigError extends Error {
  readonly code = 'bad_model_config';
  readonly remedy = 'See docs/models.md.';
  constructor(reason: string) {
    super(reason);
    this.name = 'ModelConfigError';
  }
}
