import type { Resource } from '../resource.ts';
import type { Topics, TopicSubscription } from './topics.ts';

/** Topics of a single process, for tests and for trying things out: what nobody takes is gone. */
export class LocalTopics implements Topics, Resource {
  readonly #subscriptions = new Set<TopicSubscription>();

  open(): void {}

  close(): void {}

  async subscribe(subscription: TopicSubscription): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#subscriptions.add(subscription);
    subscription.signal.addEventListener('abort', () => resolve(), { once: true });
    if (!subscription.signal.aborted) await promise;
    this.#subscriptions.delete(subscription);
  }

  async publish(subject: string, text: string): Promise<void> {
    const takers = [...this.#subscriptions].filter((one) => meets(subject, one.subject));
    await Promise.all(takers.map((one) => one.take(text, subject)));
  }
}

/** Whether a subject is one of those that a pattern means: `*` stands for one part, `>` for one or more at the end. */
function meets(subject: string, pattern: string): boolean {
  const parts = subject.split('.');
  const wanted = pattern.split('.');
  const isOpen = wanted.at(-1) === '>';
  if (isOpen ? parts.length < wanted.length : parts.length !== wanted.length) return false;
  return wanted.every((want, index) => want === '>' || want === '*' || want === parts[index]);
}
