export { Cassette, type CassetteOptions } from './cassette.ts';
export { type Clock, systemClock } from './clock.ts';
export {
  BreakerOpenError,
  BudgetSpentError,
  CassetteMissError,
  ModelAnswerError,
  ModelConfigError,
  ModelError,
  ModelRefusedError,
  ModelUnavailableError,
} from './errors.ts';
export type { LanguageModel, ModelMessage, ModelReply, ModelRequest } from './language-model.ts';
export type { BudgetLimits } from './limits/budget.ts';
export { type ModelConfig, type ProviderConfig, readModelConfig } from './model-config.ts';
export { type Answered, createModels, type Models, type Question } from './models.ts';
export type { ProviderKind } from './providers/provider.ts';
