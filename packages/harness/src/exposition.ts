import type { Histogram } from './histogram.ts';

type Labels = Readonly<Record<string, string>>;

export interface Sample {
  readonly labels?: Labels;
  readonly value: number | Histogram;
}

export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly samples: readonly Sample[];
}

/**
 * Metrics in the text format 0.0.4 of Prometheus, to be served as `text/plain; version=0.0.4`.
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function formatMetrics(families: readonly MetricFamily[]): string {
  const lines = families
    .filter(({ samples }) => samples.length > 0)
    .flatMap(({ name, help, type, samples }) => [
      `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
      `# TYPE ${name} ${type}`,
      ...samples.flatMap(({ labels = {}, value }) =>
        typeof value === 'number' ? formatSample(name, labels, value) : formatHistogram(name, labels, value),
      ),
    ]);
  return `${lines.join('\n')}\n`;
}

function formatHistogram(name: string, labels: Labels, histogram: Histogram): string[] {
  const { buckets, sum, count } = histogram.snapshot();
  return [
    ...buckets.map((bucket) =>
      formatSample(`${name}_bucket`, { ...labels, le: formatNumber(bucket.le) }, bucket.count),
    ),
    formatSample(`${name}_sum`, labels, sum),
    formatSample(`${name}_count`, labels, count),
  ];
}

function formatSample(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escapeLabel(text)}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${formatNumber(value)}`;
}

function formatNumber(value: number): string {
  return value === Number.POSITIVE_INFINITY ? '+Inf' : String(value);
}

function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
