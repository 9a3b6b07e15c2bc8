import type { ComponentRunner } from './component-runner.ts';
import type { MetricFamily, Sample } from './exposition.ts';
import type { RequestBinding } from './request-binding.ts';
import type { StreamBinding } from './stream-binding.ts';

type AnyStream = StreamBinding<unknown>;
type AnyRequests = RequestBinding<unknown, unknown>;

/** All figures of a system: its bindings, its components, what the components count themselves, and the process. */
export function systemMetrics(
  runners: readonly ComponentRunner[],
  streams: readonly AnyStream[],
  requests: readonly AnyRequests[],
): readonly MetricFamily[] {
  return [
    ...bindingMetrics(streams, requests),
    ...componentMetrics(runners),
    ...ownMetrics(runners),
    ...processMetrics(),
  ];
}

function bindingMetrics(streams: readonly AnyStream[], requests: readonly AnyRequests[]): MetricFamily[] {
  const of = <B extends { readonly label: string }>(
    bindings: readonly B[],
    value: (binding: B) => Sample['value'],
  ) => bindings.map((binding) => ({ labels: { binding: binding.label }, value: value(binding) }));
  const replies = [...new Set(requests.map(({ to }) => to))];
  return [
    {
      name: 'harness_messages_total',
      help: 'Messages and requests that entered the binding.',
      type: 'counter',
      samples: of([...streams, ...requests], ({ messages }) => messages),
    },
    {
      name: 'harness_queue_depth',
      help: 'Messages that wait in the binding.',
      type: 'gauge',
      samples: of(streams, ({ depth }) => depth),
    },
    {
      name: 'harness_send_waits_total',
      help: 'Sends that had to wait for room.',
      type: 'counter',
      samples: of(streams, ({ waits }) => waits),
    },
    {
      name: 'harness_request_duration_seconds',
      help: 'Time from a request to its reply, error or timeout.',
      type: 'histogram',
      samples: of(requests, ({ latency }) => latency),
    },
    {
      name: 'harness_request_failures_total',
      help: 'Requests that ended in an error, expected or not.',
      type: 'counter',
      samples: of(requests, ({ failures }) => failures),
    },
    {
      name: 'harness_request_timeouts_total',
      help: 'Requests without a reply in time.',
      type: 'counter',
      samples: of(requests, ({ timeouts }) => timeouts),
    },
    {
      name: 'harness_late_replies_total',
      help: 'Replies dropped because nobody waited for them any more.',
      type: 'counter',
      samples: of(requests, ({ lateReplies }) => lateReplies),
    },
    {
      name: 'harness_requests_waiting',
      help: 'Requests that wait for a handler.',
      type: 'gauge',
      samples: replies.map((port) => ({ labels: { port: port.path }, value: port.depth })),
    },
    {
      name: 'harness_requests_active',
      help: 'Requests that are being handled.',
      type: 'gauge',
      samples: replies.map((port) => ({ labels: { port: port.path }, value: port.active })),
    },
  ];
}

function componentMetrics(runners: readonly ComponentRunner[]): MetricFamily[] {
  const of = (value: (runner: ComponentRunner) => number) =>
    runners.map((runner) => ({ labels: { component: runner.component.name }, value: value(runner) }));
  return [
    {
      name: 'harness_component_up',
      help: '1 while the component runs.',
      type: 'gauge',
      samples: of(({ status }) => (status === 'running' ? 1 : 0)),
    },
    {
      name: 'harness_errors_total',
      help: 'Failures: messages that became dead letters, and failures of the component itself.',
      type: 'counter',
      samples: of(({ deadLetters, failures }) => deadLetters + failures),
    },
    {
      name: 'harness_dead_letters_total',
      help: 'Messages that could not be handled.',
      type: 'counter',
      samples: of(({ deadLetters }) => deadLetters),
    },
    {
      name: 'harness_restarts_total',
      help: 'Restarts of the component.',
      type: 'counter',
      samples: of(({ restarts }) => restarts),
    },
  ];
}

function ownMetrics(runners: readonly ComponentRunner[]): MetricFamily[] {
  const families = new Map<string, MetricFamily & { readonly samples: Sample[] }>();
  for (const { component, metrics } of runners) {
    for (const metric of metrics.list()) {
      const { name, help, type } = metric;
      const family = families.get(`${name} ${type}`) ?? { name, help, type, samples: [] };
      const value = metric.type === 'histogram' ? metric.histogram : metric.value;
      family.samples.push({ labels: { component: component.name }, value });
      families.set(`${name} ${type}`, family);
    }
  }
  return [...families.values()];
}

function processMetrics(): MetricFamily[] {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  const startedAt = (Date.now() - process.uptime() * 1000) / 1000;
  const single = (name: string, help: string, type: 'counter' | 'gauge', value: number): MetricFamily => ({
    name,
    help,
    type,
    samples: [{ value }],
  });
  return [
    single('process_cpu_seconds_total', 'User and system CPU time.', 'counter', (user + system) / 1e6),
    single('process_resident_memory_bytes', 'Resident memory.', 'gauge', rss),
    single('process_start_time_seconds', 'Start of the process, in seconds since 1970.', 'gauge', startedAt),
    single('nodejs_heap_used_bytes', 'Memory used by JavaScript objects.', 'gauge', heapUsed),
  ];
}
