import { z } from 'zod';
import { ModelUnavailableError } from '../errors.ts';
import type { LanguageModel } from '../language-model.ts';
import { postJson } from './post-json.ts';
import type { ProviderOptions } from './provider.ts';

const replySchema = z.object({
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
  stop_reason: z.string().nullish(),
  usage: z
    .object({ input_tokens: z.number().nonnegative(), output_tokens: z.number().nonnegative() })
    .nullish(),
});

/** A model behind the messages interface of Anthropic. */
export function anthropicModel({ model, name, url, key, timeoutMs }: ProviderOptions): LanguageModel {
  const endpoint = {
    model: name,
    url: `${url}/v1/messages`,
    secretHeaders: key === undefined ? {} : { 'x-api-key': key },
    headers: { 'anthropic-version': '2023-06-01' },
    timeoutMs,
  };
  return {
    name,
    reply: async ({ instructions, messages, maxOutputTokens }, signal) => {
      const body = {
        model,
        system: instructions,
        messages: messages.map(({ role, text }) => ({ role, content: text })),
        max_tokens: maxOutputTokens,
      };
      const { data } = replySchema.safeParse(await postJson(endpoint, body, signal));
      if (!data) throw new ModelUnavailableError(name, 'its answer has not the form of a message');
      return {
        text: data.content.map(({ type, text }) => (type === 'text' ? (text ?? '') : '')).join(''),
        isWhole: data.stop_reason !== 'max_tokens',
        inputTokens: data.usage?.input_tokens ?? 0,
        outputTokens: data.usage?.output_tokens ?? 0,
      };
    },
  };
}
