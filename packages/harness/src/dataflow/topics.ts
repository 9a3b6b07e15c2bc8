/** What somebody takes from a topic: acknowledged once `take` resolves, and delivered again when it rejects. */
export interface TopicSubscription {
  /** `readings.kitchen`, or with wildcards: `readings.*.hot`, `readings.>`. */
  readonly subject: string;
  /** Under this name the broker remembers what was taken. */
  readonly consumer: string;
  /** Ends the subscription. */
  readonly signal: AbortSignal;
  take(text: string, subject: string): Promise<void>;
}

/** A broker, as sources and sinks of messages see it. */
export interface Topics {
  /** Resolves when the subscription has ended. While there is no broker, it waits for one. */
  subscribe(subscription: TopicSubscription): Promise<void>;
  /** Resolves once the broker has the message. The same id means the same message. Rejects when it is worth trying again. */
  publish(subject: string, text: string, id: string): Promise<void>;
}
