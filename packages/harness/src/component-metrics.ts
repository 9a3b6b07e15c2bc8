import { NameError } from './errors.ts';
import { Histogram } from './histogram.ts';

const METRIC_NAME = /^[a-z][a-z0-9_]*$/;

export interface Counter {
  increment(by?: number): void;
}

export interface Gauge {
  set(value: number): void;
}

export interface DurationHistogram {
  observe(seconds: number): void;
}

export type ComponentMetric = { readonly name: string; readonly help: string } & (
  | { readonly type: 'counter' | 'gauge'; value: number }
  | { readonly type: 'histogram'; readonly histogram: Histogram }
);

/** Figures a component keeps of its own work. Asking again for a name gives the same figure, also after a restart. */
export class ComponentMetrics {
  readonly #metrics = new Map<string, ComponentMetric>();

  counter(name: string, help: string): Counter {
    const metric = this.#number(name, help, 'counter');
    return {
      increment: (by = 1) => {
        metric.value += by;
      },
    };
  }

  gauge(name: string, help: string): Gauge {
    const metric = this.#number(name, help, 'gauge');
    return {
      set: (value) => {
        metric.value = value;
      },
    };
  }

  /** A histogram of durations, in buckets from 100 µs to 10 s. */
  histogram(name: string, help: string): DurationHistogram {
    const metric = this.#find(name, 'histogram') ?? {
      name,
      help,
      type: 'histogram',
      histogram: new Histogram(),
    };
    this.#metrics.set(name, metric);
    return (metric as Extract<ComponentMetric, { type: 'histogram' }>).histogram;
  }

  /** @internal */
  list(): readonly ComponentMetric[] {
    return [...this.#metrics.values()];
  }

  #number(name: string, help: string, type: 'counter' | 'gauge'): { value: number } {
    const metric = this.#find(name, type) ?? { name, help, type, value: 0 };
    this.#metrics.set(name, metric);
    return metric as { value: number };
  }

  #find(name: string, type: ComponentMetric['type']): ComponentMetric | undefined {
    const metric = this.#metrics.get(name);
    if (METRIC_NAME.test(name) && (metric === undefined || metric.type === type)) return metric;
    throw new NameError(
      `"${name}" cannot name a ${type}: it is malformed or names a ${metric?.type ?? 'nothing'}.`,
    );
  }
}
