import type { LanguageModel } from '../language-model.ts';
import { anthropicModel } from './anthropic.ts';
import { openAiModel } from './openai.ts';

export interface ProviderOptions {
  /** As the provider calls it. */
  readonly model: string;
  /** `provider/name`. */
  readonly name: string;
  /** Without a slash at the end. */
  readonly url: string;
  /** Undefined where the server asks for none. */
  readonly key: string | undefined;
  /** For one request with its answer. */
  readonly timeoutMs: number;
}

export const providerKinds = ['openai', 'anthropic'] as const;
/** Which interface a server speaks. */
export type ProviderKind = (typeof providerKinds)[number];

export const providers: Readonly<Record<ProviderKind, (options: ProviderOptions) => LanguageModel>> = {
  openai: openAiModel,
  anthropic: anthropicModel,
};
