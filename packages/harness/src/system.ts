import { type Clock, systemClock } from './clock.ts';
import type { HarnessComponent } from './component.ts';
import { ComponentRunner } from './component-runner.ts';
import { DeadLetters } from './dead-letters.ts';
import { Deadlines } from './deadlines.ts';
import { InvalidSystemError, LifecycleError, NameError, StartError } from './errors.ts';
import { formatMetrics } from './exposition.ts';
import { createJsonLog, type Log } from './log.ts';
import type { Port, PortHost } from './port.ts';
import { checkCompatible } from './port-compatibility.ts';
import { ReceivePort } from './receive-port.ts';
import { ReplyPort } from './reply-port.ts';
import { RequestBinding, type RequestBindingOptions } from './request-binding.ts';
import { RequestPort } from './request-port.ts';
import { closeAll, openAll, type Resource } from './resource.ts';
import { DEFAULT_RESTART_POLICY, type RestartPolicy } from './restart-policy.ts';
import { retireAll } from './retirement.ts';
import { runAsProcess } from './run-as-process.ts';
import { SendPort } from './send-port.ts';
import { finishWithin, type StopReport } from './shutdown.ts';
import { StreamBinding, type StreamBindingOptions } from './stream-binding.ts';
import { healthOf, type SystemHealth } from './system-health.ts';
import { systemMetrics } from './system-metrics.ts';
import { type Edge, groupsReceiversFirst } from './topology.ts';
import { topologyProblems } from './topology-problems.ts';

export interface SystemOptions {
  /** Names the system in the log and in errors. */
  readonly name: string;
  /** How long a stop may take before it is cut short; 10 seconds by default. */
  readonly shutdownDeadlineMs?: number;
  /** JSON lines on standard output by default. */
  readonly log?: Log;
  readonly clock?: Clock;
  /** What differs from the default: 5 restarts within a minute, after 100 ms, doubling up to 10 s. */
  readonly restart?: Partial<RestartPolicy>;
  /** How many dead letters are kept; 1000 by default. */
  readonly deadLetterCapacity?: number;
}

/** A system of components: registered, connected, then started, supervised and stopped together. */
export class SystemExecutionHarness {
  readonly name: string;
  readonly deadLetters: DeadLetters;
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #shutdownDeadlineMs: number;
  readonly #restart: RestartPolicy;
  readonly #resources: Resource[] = [];
  readonly #runners = new Map<string, ComponentRunner>();
  readonly #streams: StreamBinding<unknown>[] = [];
  readonly #requests: RequestBinding<unknown, unknown>[] = [];
  readonly #deadlines = new Map<number, Deadlines>();
  readonly #stopSignal = new AbortController();
  readonly #retired = Promise.withResolvers<void>();
  #starting: Promise<void> | undefined;
  #stopping: Promise<StopReport> | undefined;
  #isReady = false;

  constructor(options: SystemOptions) {
    this.name = options.name;
    this.#log = options.log ?? createJsonLog();
    this.#clock = options.clock ?? systemClock;
    this.#shutdownDeadlineMs = options.shutdownDeadlineMs ?? 10_000;
    this.#restart = { ...DEFAULT_RESTART_POLICY, ...options.restart };
    this.deadLetters = new DeadLetters(options.deadLetterCapacity ?? 1000);
  }

  /** Adds a component and returns it. Throws `NameError` when its name is taken. */
  register<C extends HarnessComponent>(component: C): C {
    this.#assertNotStarted('register');
    if (this.#runners.has(component.name)) {
      throw new NameError(`Two components are named "${component.name}".`);
    }
    const runner = new ComponentRunner(component, {
      clock: this.#clock,
      log: this.#log,
      restart: this.#restart,
    });
    if (runner.ports.some(({ host }) => host !== undefined)) {
      throw new LifecycleError(`"${component.name}" is registered with another system.`);
    }
    this.#runners.set(component.name, runner);
    const host: PortHost = {
      deadLetter: (port, message, error, attempts) =>
        this.#deadLetter(runner, port, message, error, attempts),
    };
    for (const port of runner.ports) port.host = host;
    return component;
  }

  /** Adds what components share and returns it: open as long as any of them runs. */
  use<R extends Resource>(resource: R): R {
    this.#assertNotStarted('use');
    this.#resources.push(resource);
    return resource;
  }

  /**
   * Binds a port that sends to one that receives, or one that requests to one that replies. Anything else, and messages that
   * do not fit, do not compile. Calls the compiler did not see throw `IncompatiblePortsError`, as far as kinds of ports and
   * the ports' `type` names tell.
   */
  connect<Sent extends Received, Received>(
    from: SendPort<Sent>,
    to: ReceivePort<Received>,
    options?: StreamBindingOptions<Sent>,
  ): void;
  connect<Asked extends Answered, Answered, Expected, Replied extends Expected>(
    from: RequestPort<Asked, Expected>,
    to: ReplyPort<Answered, Replied>,
    options?: RequestBindingOptions<Asked>,
  ): void;
  connect(from: Port, to: Port, options: object = {}): void {
    this.#assertNotStarted('connect');
    checkCompatible(from, to, (port) => this.#runners.get(port.component)?.ports.includes(port) === true);
    if (from instanceof SendPort && to instanceof ReceivePort) {
      const binding = new StreamBinding<unknown>(from, to, options);
      from.bind(binding);
      to.bind(binding);
      this.#streams.push(binding);
    } else if (from instanceof RequestPort && to instanceof ReplyPort) {
      const host = { clock: this.#clock, deadlines: (lifetimeMs: number) => this.#deadlinesOf(lifetimeMs) };
      const binding = new RequestBinding<unknown, unknown>(from, to, host, options);
      from.bind(binding);
      to.bind(binding);
      this.#requests.push(binding);
    }
  }

  /**
   * Checks the topology and starts the components one after the other, receivers before senders. Rejects with
   * `InvalidSystemError` before anything is started, or with `StartError` after stopping again what was.
   */
  async start(): Promise<void> {
    this.#assertNotStarted('start');
    this.#starting = this.#start();
    await this.#starting;
  }

  /**
   * Stops the components, senders before receivers, each when its inputs are handled. Past the deadline all signals abort,
   * and what is left becomes dead letters. Never rejects; calling it again returns the same report.
   */
  stop(): Promise<StopReport> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /**
   * Starts, waits for SIGTERM, SIGINT or the end of all components, stops, and sets the process's exit code: 0 when all went
   * well, 1 otherwise. A second signal ends the process at once. Resolves with the exit code.
   */
  run(): Promise<number> {
    return runAsProcess(this, this.#log);
  }

  /** Resolves when all components have come to their end, by themselves or by `stop`. */
  get finished(): Promise<void> {
    return this.#retired.promise;
  }

  health(): SystemHealth {
    return healthOf(this.#all);
  }

  /** Whether the system does its work: all components and resources are up, and it is not stopping. */
  ready(): boolean {
    const isUp = ({ status }: ComponentRunner) => status === 'running' || status === 'stopped';
    return (
      this.#isReady &&
      this.#all.every(isUp) &&
      this.#resources.every((resource) => resource.isReady?.() !== false)
    );
  }

  /** All figures as Prometheus text (`text/plain; version=0.0.4`). */
  metrics(): string {
    return formatMetrics(systemMetrics(this.#all, this.#streams, this.#requests));
  }

  async #start(): Promise<void> {
    const problems = topologyProblems(
      this.#all.flatMap(({ ports }) => ports),
      this.#streams,
      this.#requests,
    );
    if (problems.length > 0) {
      this.#retired.resolve();
      throw new InvalidSystemError(this.name, problems);
    }
    const groups = groupsReceiversFirst([...this.#runners.keys()], this.#edges()).map((names) =>
      names.map((name) => this.#runners.get(name) as ComponentRunner),
    );
    await this.#openResources();
    const failure = await this.#startAll(groups.flat());
    const sendersFirst = groups.toReversed().map((group) => group.toReversed());
    void this.#retire(sendersFirst);
    if (failure !== undefined) {
      await this.stop();
      throw failure;
    }
    this.#isReady = !this.#stopSignal.signal.aborted;
    this.#log.info('system started', { system: this.name });
  }

  async #openResources(): Promise<void> {
    try {
      await openAll(this.#resources);
    } catch (cause) {
      this.#retired.resolve();
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new StartError(`"${this.name}" could not start: ${message}`, { cause });
    }
  }

  async #retire(sendersFirst: readonly (readonly ComponentRunner[])[]): Promise<void> {
    await retireAll(sendersFirst, this.#edges(), this.#stopSignal.signal);
    await closeAll(this.#resources).catch((error: unknown) =>
      this.#log.error('closing failed', { system: this.name, error }),
    );
    this.#retired.resolve();
  }

  async #startAll(runners: readonly ComponentRunner[]): Promise<StartError | undefined> {
    for (const runner of runners) {
      const { name } = runner.component;
      try {
        await runner.start();
        this.#log.debug('component started', { component: name });
      } catch (cause) {
        const message = cause instanceof Error ? cause.message : String(cause);
        return new StartError(`Component "${name}" of "${this.name}" could not start: ${message}`, { cause });
      }
    }
    return undefined;
  }

  async #stop(): Promise<StopReport> {
    this.#isReady = false;
    this.#stopSignal.abort();
    if (this.#starting === undefined) return { isClean: true, unfinished: [], undelivered: 0 };
    const report = await finishWithin(this.#shutdownDeadlineMs, this.finished, this.#all, this.#clock);
    for (const deadlines of this.#deadlines.values()) deadlines.close();
    this.#log[report.isClean ? 'info' : 'error']('system stopped', { system: this.name, ...report });
    return report;
  }

  #deadLetter(runner: ComponentRunner, port: Port, message: unknown, error: unknown, attempts: number): void {
    const record = {
      component: port.component,
      port: port.name,
      message,
      error,
      at: this.#clock.now(),
      attempts,
    };
    runner.deadLetters += 1;
    this.deadLetters.add(record);
    this.#log.error('message not handled', { component: port.component, port: port.name, attempts, error });
    runner.component.errors.trySend(record);
  }

  #deadlinesOf(lifetimeMs: number): Deadlines {
    const deadlines = this.#deadlines.get(lifetimeMs) ?? new Deadlines(this.#clock, lifetimeMs);
    this.#deadlines.set(lifetimeMs, deadlines);
    return deadlines;
  }

  get #all(): readonly ComponentRunner[] {
    return [...this.#runners.values()];
  }

  #edges(): readonly Edge[] {
    return [...this.#streams, ...this.#requests].map(({ from, to }) => ({
      from: from.component,
      to: to.component,
    }));
  }

  #assertNotStarted(method: string): void {
    if (this.#starting === undefined && this.#stopping === undefined) return;
    throw new LifecycleError(`${method}() was called after "${this.name}" had been started or stopped.`);
  }
}
