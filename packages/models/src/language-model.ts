/** One turn of a conversation. */
export interface ModelMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

export interface ModelRequest {
  /** What holds for the whole conversation. */
  readonly instructions: string;
  /** Begins and ends with one of the user's. */
  readonly messages: readonly ModelMessage[];
  readonly maxOutputTokens: number;
}

export interface ModelReply {
  readonly text: string;
  /** False when the limit of tokens cut it off. */
  readonly isWhole: boolean;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** A language model that is asked once and answers once. */
export interface LanguageModel {
  /** As configured: `provider/name`. */
  readonly name: string;
  /** @throws ModelUnavailableError when it may work later, ModelRefusedError when it will not; the signal's reason. */
  reply(request: ModelRequest, signal: AbortSignal): Promise<ModelReply>;
}
