import { z } from 'zod';
import { ModelUnavailableError } from '../errors.ts';
import type { LanguageModel } from '../language-model.ts';
import { postJson } from './post-json.ts';
import type { ProviderOptions } from './provider.ts';

const replySchema = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish() }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
  usage: z
    .object({ prompt_tokens: z.number().nonnegative(), completion_tokens: z.number().nonnegative() })
    .nullish(),
});

/** A model behind the chat completions interface of OpenAI, which many servers share. */
export function openAiModel({ model, name, url, key, timeoutMs }: ProviderOptions): LanguageModel {
  const endpoint = {
    model: name,
    url: `${url}/chat/completions`,
    secretHeaders: key === undefined ? {} : { authorization: `Bearer ${key}` },
    timeoutMs,
  };
  // OpenAI's own server takes the new name alone, others know the old one.
  const limit = new URL(url).hostname === 'api.openai.com' ? 'max_completion_tokens' : 'max_tokens';
  return {
    name,
    reply: async ({ instructions, messages, maxOutputTokens }, signal) => {
      const turns = messages.map(({ role, text }) => ({ role, content: text }));
      const body = {
        model,
        messages: [{ role: 'system', content: instructions }, ...turns],
        [limit]: maxOutputTokens,
      };
      const parsed = replySchema.safeParse(await postJson(endpoint, body, signal));
      const [choice] = parsed.data?.choices ?? [];
      if (!choice) throw new ModelUnavailableError(name, 'its answer has not the form of a completion');
      const { prompt_tokens: inputTokens = 0, completion_tokens: outputTokens = 0 } =
        parsed.data?.usage ?? {};
      const isWhole = choice.finish_reason !== 'length';
      return { text: choice.message.content ?? '', isWhole, inputTokens, outputTokens };
    },
  };
}
