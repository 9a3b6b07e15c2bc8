import { z } from 'zod';
import { Cassette } from './cassette.ts';
import { type Clock, systemClock } from './clock.ts';
import { ModelAnswerError, ModelConfigError, ModelError } from './errors.ts';
import type { LanguageModel, ModelMessage } from './language-model.ts';
import { breaking } from './limits/breaker.ts';
import { Budget, type BudgetLimits } from './limits/budget.ts';
import { retrying } from './limits/retry.ts';
import type { ModelConfig } from './model-config.ts';
import { providers } from './providers/provider.ts';
import { readAnswer } from './read-answer.ts';

export interface Question<Answer> {
  /** What the answer is for, kebab-case: the configuration may choose a model for each purpose. */
  readonly purpose: string;
  /** What the model has to do, and what it must keep to. */
  readonly instructions: string;
  /** The case at hand. */
  readonly prompt: string;
  /** What an answer must look like. Nothing else is ever returned. */
  readonly answer: z.ZodType<Answer>;
  readonly signal?: AbortSignal | undefined;
}

export interface Answered<Answer> {
  readonly value: Answer;
  /** What answered, as `provider/name`. */
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** The language models of one run, with what they may spend. */
export interface Models {
  /** @throws ModelError when no answer of the right form was had; the signal's reason */
  ask<Answer>(question: Question<Answer>): Promise<Answered<Answer>>;
  /** The models that a question for this purpose goes to, in order. */
  namesFor(purpose: string): readonly string[];
  readonly spent: BudgetLimits;
}

const maxOutputTokens = 16_000;
/** A model that misses the form is told what is wrong, once. */
const rounds = 2;

/** Puts the configured models together. Nothing is asked before the first question. */
export function createModels(config: ModelConfig, clock: Clock = systemClock): Models {
  const budget = new Budget(config.budget);
  const cassette = config.cassette && new Cassette(config.cassette);
  const known = new Map<string, LanguageModel>();
  const model = (name: string): LanguageModel => {
    const present = known.get(name) ?? connected(name, config);
    known.set(name, present);
    return present;
  };
  const connected = (name: string, { providers: configured, timeoutMs }: ModelConfig): LanguageModel => {
    const [providerName = '', ...rest] = name.split('/');
    const provider = configured.get(providerName);
    if (!provider) throw new ModelConfigError(`There is no provider ${providerName}.`);
    const { kind, url, key } = provider;
    const bare = providers[kind]({ model: rest.join('/'), name, url, key, timeoutMs });
    const limited = breaking(retrying(budget.within(bare), clock), clock);
    return cassette ? cassette.before(limited) : limited;
  };
  const namesFor = (purpose: string) => config.roles.get(purpose) ?? config.roles.get('default') ?? [];
  return {
    namesFor,
    get spent() {
      return budget.spent;
    },
    ask: async (question) => {
      const names = namesFor(question.purpose);
      for (const [index, name] of names.entries()) {
        try {
          return await askOne(model(name), question);
        } catch (error) {
          const isLast = index === names.length - 1;
          if (isLast || !(error instanceof ModelError) || !error.isPassing) throw error;
        }
      }
      throw new ModelConfigError(
        `No model is configured for ${question.purpose}, and none for all purposes.`,
      );
    },
  };
}

async function askOne<Answer>(model: LanguageModel, question: Question<Answer>): Promise<Answered<Answer>> {
  const signal = question.signal ?? new AbortController().signal;
  const instructions = `${question.instructions}\n\n${formOf(question.answer)}`;
  const messages: ModelMessage[] = [{ role: 'user', text: question.prompt }];
  let inputTokens = 0;
  let outputTokens = 0;
  for (let round = 1; ; round++) {
    const reply = await model.reply({ instructions, messages, maxOutputTokens }, signal);
    inputTokens += reply.inputTokens;
    outputTokens += reply.outputTokens;
    const read = reply.isWhole ? readAnswer(reply.text, question.answer) : { problem: 'it is too long' };
    if (read.problem === undefined)
      return { value: read.value, model: model.name, inputTokens, outputTokens };
    if (round === rounds) throw new ModelAnswerError(model.name, read.problem);
    messages.push({ role: 'assistant', text: reply.text || '(nothing)' });
    messages.push({ role: 'user', text: `That is not the form asked for: ${read.problem}. Answer again.` });
  }
}

function formOf(schema: z.ZodType): string {
  const json = JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any' }));
  return `Answer with one JSON value and nothing around it. It must meet this JSON Schema:\n${json}`;
}
