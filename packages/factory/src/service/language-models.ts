import type { z } from 'zod';

/** A question to a language model. */
export interface ModelQuestion<Answer> {
  /** What the answer is for, kebab-case: `fix`, `slot`. A configuration may choose a model for each purpose. */
  readonly purpose: string;
  /** What the model has to do, and what it must keep to. */
  readonly instructions: string;
  /** The case at hand, with all that the model needs to know of it. */
  readonly prompt: string;
  /** What an answer must look like. Nothing else is ever returned. */
  readonly answer: z.ZodType<Answer>;
  readonly signal?: AbortSignal | undefined;
}

export interface ModelAnswer<Answer> {
  readonly value: Answer;
  /** What answered, as `provider/name`. */
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** The language models that are configured. Where none is, nobody provides them. */
export interface LanguageModels {
  /** @throws an error with a `code` when no answer of the right form was had within the limits of time and cost. */
  ask<Answer>(question: ModelQuestion<Answer>): Promise<ModelAnswer<Answer>>;
}
