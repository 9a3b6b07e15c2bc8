import { type Clock, sleep } from './clock.ts';
import { type ComponentContext, HarnessComponent, declarationOf } from './component.ts';
import { ComponentMetrics } from './component-metrics.ts';
import { ComponentFailedError, PortClosedError, ReceiverFinishedError } from './errors.ts';
import { type Log, withFields } from './log.ts';
import type { Port } from './port.ts';
import { ReceivePort } from './receive-port.ts';
import { ReplyPort } from './reply-port.ts';
import { RequestPort } from './request-port.ts';
import { type RestartPolicy, restartDelayMs } from './restart-policy.ts';
import { SendPort } from './send-port.ts';

export type ComponentStatus = 'registered' | 'starting' | 'running' | 'restarting' | 'failed' | 'stopped';

/** Runs one component through its life: setup, process with restarts, cleanup. */
export class ComponentRunner {
  readonly component: HarnessComponent;
  readonly metrics = new ComponentMetrics();
  readonly ports: readonly Port[];
  readonly receives: readonly ReceivePort<unknown>[];
  readonly replies: readonly ReplyPort<unknown, unknown>[];
  status: ComponentStatus = 'registered';
  lastError: unknown;
  deadLetters = 0;
  restarts = 0;
  failures = 0;
  /** Resolves when `process` has ended for good, whether it returned or failed. It never rejects. */
  ended: Promise<void> = Promise.resolve();
  #restartTimes: readonly number[] = [];
  #needsCleanup = false;
  #isEnding = false;
  readonly #policy: RestartPolicy;
  readonly #clock: Clock;
  readonly #log: Log;
  #attempt = new AbortController();
  readonly #hurry = new AbortController();

  constructor(component: HarnessComponent, host: { clock: Clock; log: Log; restart: RestartPolicy }) {
    this.component = component;
    const { ports, restart } = declarationOf(component);
    this.ports = ports;
    this.receives = this.ports.filter((port) => port instanceof ReceivePort);
    this.replies = this.ports.filter((port) => port instanceof ReplyPort);
    this.#policy = { ...host.restart, ...restart };
    this.#clock = host.clock;
    this.#log = withFields(host.log, { component: component.name });
  }

  /** Whether the component has work of its own that can come to an end. */
  get isActive(): boolean {
    return this.component.process !== HarnessComponent.prototype.process;
  }

  /** Neither messages nor requests wait or are being handled. */
  get isQuiet(): boolean {
    return [...this.receives, ...this.replies].every((port) => port.isQuiet);
  }

  /** Sets the component up and lets it process. Rejects with what `setup` threw. */
  async start(): Promise<void> {
    this.status = 'starting';
    const context = await this.#setup();
    this.ended = this.#processUntilDone(context);
  }

  /** The system is stopping: a restart no longer waits. */
  hurry(): void {
    this.#hurry.abort();
  }

  /** Tells the component to come to an end by itself. */
  end(reason?: Error): void {
    this.#isEnding = true;
    this.#hurry.abort();
    this.#attempt.abort(reason);
  }

  /** The end: nothing goes in or out any more. */
  async retire(): Promise<void> {
    await this.cleanUp();
    for (const port of this.ports) {
      if (port instanceof SendPort || port instanceof RequestPort) port.close();
    }
    this.discardInputs(new PortClosedError(`"${this.component.name}" has stopped.`));
    if (this.status !== 'failed') this.status = 'stopped';
  }

  /** Calls `cleanup` once per `setup`; what it throws is logged. */
  async cleanUp(): Promise<void> {
    if (!this.#needsCleanup) return;
    this.#needsCleanup = false;
    try {
      await this.component.cleanup();
    } catch (error) {
      this.#log.error('cleanup failed', { error });
    }
  }

  /** Makes dead letters of everything that waits or still comes. Returns how many messages and requests waited. */
  discardInputs(reason: Error): number {
    const messages = this.receives.map((port) => port.discard(reason));
    const requests = this.replies.map((port) => port.close(reason));
    return [...messages, ...requests].reduce((sum, count) => sum + count, 0);
  }

  async #setup(): Promise<ComponentContext> {
    this.#attempt = new AbortController();
    this.#needsCleanup = true;
    const { signal } = this.#attempt;
    const stopping = this.#hurry.signal;
    const context = { signal, stopping, log: this.#log, clock: this.#clock, metrics: this.metrics };
    await this.component.setup(context);
    this.status = 'running';
    for (const port of this.replies) port.open();
    return context;
  }

  async #processUntilDone(first: ComponentContext): Promise<void> {
    for (let context: ComponentContext | undefined = first; context !== undefined; ) {
      try {
        await this.component.process(context);
        break;
      } catch (error) {
        if (this.#isEnding && isAbort(error, context.signal)) break;
        this.#interrupt(error);
        context = await this.#restart(error);
      }
    }
    if (this.status === 'failed') return;
    const reason = new ReceiverFinishedError(`"${this.component.name}" has finished processing.`);
    for (const port of this.receives) port.abandon(reason);
  }

  #interrupt(error: unknown): void {
    const wasLoopLeft = this.receives.some((port) => port.hasLeftReader);
    for (const port of this.receives) port.interrupt(error, wasLoopLeft);
    for (const port of this.replies) port.hold();
    this.#attempt.abort(error);
  }

  async #restart(failure: unknown): Promise<ComponentContext | undefined> {
    for (let error = failure; ; ) {
      this.lastError = error;
      this.failures += 1;
      const delayMs = restartDelayMs(this.#policy, this.#restartTimes, this.#clock.monotonic());
      if (delayMs === undefined || this.#isEnding) {
        await this.#fail(error);
        return undefined;
      }
      this.status = 'restarting';
      this.#log.warn('component failed; restarting', { error, delayMs });
      await sleep(this.#clock, delayMs, this.#hurry.signal);
      if (this.#isEnding) return undefined;
      this.restarts += 1;
      this.#restartTimes = [...this.#restartTimes, this.#clock.monotonic()].slice(-this.#policy.maxRestarts);
      await this.cleanUp();
      try {
        return await this.#setup();
      } catch (setupError) {
        error = setupError;
      }
    }
  }

  async #fail(error: unknown): Promise<void> {
    const { name } = this.component;
    this.status = 'failed';
    this.#log.error('component failed for good', { error, restarts: this.restarts });
    const reason = new ComponentFailedError(`"${name}" has failed for good.`, { cause: error });
    this.discardInputs(reason);
    await this.cleanUp();
  }
}

function isAbort(error: unknown, signal: AbortSignal): boolean {
  return error === signal.reason || (error instanceof Error && error.name === 'AbortError');
}
