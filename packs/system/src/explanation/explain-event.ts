import type { DomainEvent, RecordChange, SystemModel } from '../model/system.ts';
import { stepsOf } from './warnings/steps-of.ts';
import { explainField } from './explain-field.ts';
import type { Topic } from './explanation.ts';
import { joinOr } from './phrases.ts';

/** An event: what it tells, and what announces it. */
export function explainEvent(event: DomainEvent, { operations }: SystemModel): Topic {
  const sources = operations.filter((operation) =>
    stepsOf(operation).some((step) => step.kind === 'emit' && step.event === event.name),
  );
  const source =
    event.change === undefined ? joinOr(sources.map(({ name }) => name)) : changeText(event.change);
  return {
    title: event.name,
    points: [
      ...event.fields.map((field) => explainField(field)),
      { text: source === '' ? 'announced by no operation' : `announced by ${source}` },
    ],
  };
}

function changeText(change: RecordChange): string {
  return `every ${change.entity} that is ${change.kind === 'entered' ? change.state : change.kind}`;
}
