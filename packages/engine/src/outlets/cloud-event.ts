import type { RunEvent } from '../journal/event.ts';

/** A run's event in the form other systems understand. Source: CloudEvents 1.0, https://cloudevents.io */
export interface CloudEvent {
  readonly specversion: '1.0';
  /** Unique together with `source`: the run and the event's number in it. */
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** The run. */
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** The event's number, padded so that it sorts as text (the sequence extension). */
  readonly sequence: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const sequenceDigits = 10;

/** `source` names the engine: a URI reference such as `/millwright/build-server`. */
export function toCloudEvent({ runId, n, at, type, ...data }: RunEvent, source: string): CloudEvent {
  return {
    specversion: '1.0',
    id: `${runId}/${n}`,
    source,
    type: `millwright.${type}`,
    subject: runId,
    time: new Date(at).toISOString(),
    datacontenttype: 'application/json',
    sequence: String(n).padStart(sequenceDigits, '0'),
    data,
  };
}
