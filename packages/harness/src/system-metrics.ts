import type { ComponentRunner } from './component-runner.ts';
import type { MetricFamily, Sample } from './exposition.ts';
import type { RequestBinding } from './request-binding.ts';
import type { StreamBinding } from './stream-binding.ts';

type Streams = readonly StreamBinding<unknown>[];
type Requests = readonly RequestBinding<unknown, unknown>[];

/** All figures of a system: its bindings, its components, what the components count themselves, and the process. */
export function systemMetrics(
  runners: readonly ComponentRunner[],
  streams: Streams,
  requests: Requests,
): readonly MetricFamily[] {
  return [...bindings(streams, requests), ...components(runners), ...own(runners), ...ofProcess()];
}

function bindings(streams: Streams, requests: Requests): MetricFamily[] {
  const of = <B extends { readonly label: string }>(
    all: readonly B[],
    value: (binding: B) => Sample['value'],
  ) => all.map((binding) => ({ labels: { binding: binding.label }, value: value(binding) }));
  const replies = [...new Set(requests.map(({ to }) => to))];
  const ofReplies = (value: (port: (typeof replies)[number]) => number) =>
    replies.map((port) => ({ labels: { port: port.path }, value: value(port) }));
  return [
    counter('harness_messages_total', 'Messages and requests that entered the binding.', [
      ...of(streams, ({ messages }) => messages),
      ...of(requests, ({ messages }) => messages),
    ]),
    gauge(
      'harness_queue_depth',
      'Messages that wait in the binding.',
      of(streams, ({ depth }) => depth),
    ),
    counter(
      'harness_send_waits_total',
      'Sends that had to wait for room.',
      of(streams, ({ waits }) => waits),
    ),
    {
      name: 'harness_request_duration_seconds',
      help: 'Time from a request to its reply, error or timeout.',
      type: 'histogram',
      samples: of(requests, ({ latency }) => latency),
    },
    counter(
      'harness_request_failures_total',
      'Requests that ended in an error, expected or not.',
      of(requests, ({ failures }) => failures),
    ),
    counter(
      'harness_request_timeouts_total',
      'Requests without a reply in time.',
      of(requests, ({ timeouts }) => timeouts),
    ),
    counter(
      'harness_late_replies_total',
      'Replies dropped because nobody waited for them any more.',
      of(requests, ({ lateReplies }) => lateReplies),
    ),
    gauge(
      'harness_requests_waiting',
      'Requests that wait for a handler.',
      ofReplies(({ depth }) => depth),
    ),
    gauge(
      'harness_requests_active',
      'Requests that are being handled.',
      ofReplies(({ active }) => active),
    ),
  ];
}

function components(runners: readonly ComponentRunner[]): MetricFamily[] {
  const of = (value: (runner: ComponentRunner) => number) =>
    runners.map((runner) => ({ labels: { component: runner.component.name }, value: value(runner) }));
  return [
    gauge(
      'harness_component_up',
      '1 while the component runs.',
      of(({ status }) => (status === 'running' ? 1 : 0)),
    ),
    counter(
      'harness_errors_total',
      'Failures: messages that became dead letters, and failures of the component itself.',
      of(({ deadLetters, failures }) => deadLetters + failures),
    ),
    counter(
      'harness_dead_letters_total',
      'Messages that could not be handled.',
      of(({ deadLetters }) => deadLetters),
    ),
    counter(
      'harness_restarts_total',
      'Restarts of the component.',
      of(({ restarts }) => restarts),
    ),
  ];
}

function own(runners: readonly ComponentRunner[]): MetricFamily[] {
  const families = new Map<string, MetricFamily & { readonly samples: Sample[] }>();
  for (const { component, metrics } of runners) {
    for (const metric of metrics.list()) {
      const { name, help, type } = metric;
      const family = families.get(name) ?? { name, help, type, samples: [] };
      const value = metric.type === 'histogram' ? metric.histogram : metric.value;
      family.samples.push({ labels: { component: component.name }, value });
      families.set(name, family);
    }
  }
  return [...families.values()];
}

function ofProcess(): MetricFamily[] {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  const startedAt = Date.now() / 1000 - process.uptime();
  return [
    counter('process_cpu_seconds_total', 'User and system CPU time.', [{ value: (user + system) / 1e6 }]),
    gauge('process_resident_memory_bytes', 'Resident memory.', [{ value: rss }]),
    gauge('process_start_time_seconds', 'Start of the process, in seconds since 1970.', [
      { value: startedAt },
    ]),
    gauge('nodejs_heap_used_bytes', 'Memory used by JavaScript objects.', [{ value: heapUsed }]),
  ];
}

function counter(name: string, help: string, samples: readonly Sample[]): MetricFamily {
  return { name, help, type: 'counter', samples };
}

function gauge(name: string, help: string, samples: readonly Sample[]): MetricFamily {
  return { name, help, type: 'gauge', samples };
}
