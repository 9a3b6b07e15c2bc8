import type { RunEvent } from '@millwright/engine';
import type { CheckEvent } from '@millwright/factory';
import { stageOf } from './stage-of.ts';
import type { BuildEvent, StepAddress, StepOutcome } from '../terminal/build-event.ts';

/** Turns the events of a run into what a person is shown: stages, parallel components, checks of the proof. */
export function createEventReader(): (event: RunEvent) => readonly BuildEvent[] {
  const notes = new Map<string, string>();
  return (event) => {
    if (event.type === 'stage.log' && event.message === 'check') return checkEvents(event);
    if (event.type === 'stage.log') notes.set(event.stage, event.message);
    return taskEvents(event, notes);
  };
}

type LogEvent = RunEvent & { readonly type: 'stage.log' | 'item.log' };

const outcomes = new Map<string, StepOutcome>([
  ['succeeded', 'succeeded'],
  ['failed', 'failed'],
  ['cancelled', 'failed'],
  ['skipped', 'skipped'],
]);

function taskEvents(event: RunEvent, notes: ReadonlyMap<string, string>): readonly BuildEvent[] {
  const stage = stageOf(event);
  if (stage === undefined) return [];
  const step = stepOf(stage, 'item' in event ? event.item : undefined);
  const verb = event.type.split('.')[1] ?? '';
  if (verb === 'started' || verb === 'expanded') return [{ kind: 'started', step, at: event.at }];
  const outcome = outcomes.get(verb);
  if (outcome === undefined) return [];
  const note = failureNote(event) ?? notes.get(nameOf(step));
  return [{ kind: 'finished', step, at: event.at, outcome, ...(note === undefined ? {} : { note }) }];
}

function stepOf(stage: string, part: string | undefined): StepAddress {
  return part === undefined ? { stage } : { stage, part };
}

const nameOf = ({ stage, part }: StepAddress): string => (part === undefined ? stage : `${stage}/${part}`);

function failureNote(event: RunEvent): string | undefined {
  return 'failure' in event ? event.failure?.message.split('\n', 1)[0] : undefined;
}

function checkEvents(event: LogEvent): readonly BuildEvent[] {
  const check = inlineData(event) as CheckEvent | undefined;
  if (check === undefined) return [];
  if (check.kind === 'check-started') {
    return [{ kind: 'started', step: { stage: event.stage, part: check.name }, at: event.at }];
  }
  const { name, status, findings, why } = check.result;
  const first = findings[0]?.message;
  const note =
    status === 'failed' ? `${findings.length} finding${findings.length === 1 ? '' : 's'}: ${first}` : why;
  return [
    {
      kind: 'finished',
      step: { stage: event.stage, part: name },
      at: event.at,
      outcome: status === 'passed' ? 'succeeded' : status,
      ...(note === undefined ? {} : { note }),
    },
  ];
}

function inlineData({ data }: LogEvent): unknown {
  return data !== undefined && 'inline' in data ? data.inline : undefined;
}
