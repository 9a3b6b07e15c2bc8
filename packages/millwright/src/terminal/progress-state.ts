import type { BuildEvent, StepOutcome } from './build-event.ts';

export interface StepState {
  readonly name: string;
  readonly status: 'pending' | 'running' | StepOutcome;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  readonly note?: string;
}

export interface StageState extends StepState {
  readonly parts: readonly StepState[];
}

export interface ProgressState {
  readonly startedAt: number;
  readonly stages: readonly StageState[];
}

export function initialProgress(stages: readonly string[], startedAt: number): ProgressState {
  return { startedAt, stages: stages.map((name) => ({ name, status: 'pending', parts: [] })) };
}

/** The next state; an event about a stage that is not known yet adds it. */
export function applyEvent(state: ProgressState, event: BuildEvent): ProgressState {
  const { stage, part } = event.step;
  const present = state.stages.find(({ name }) => name === stage) ?? {
    name: stage,
    status: 'pending',
    parts: [],
  };
  const next: StageState =
    part === undefined
      ? { ...present, ...changed(event) }
      : {
          ...present,
          parts: replaceByName(present.parts, { ...findPart(present, part), ...changed(event) }),
        };
  return { ...state, stages: replaceByName(state.stages, next) };
}

function findPart(stage: StageState, name: string): StepState {
  return stage.parts.find((part) => part.name === name) ?? { name, status: 'pending' };
}

function changed(event: BuildEvent): Partial<StepState> {
  if (event.kind === 'started') return { status: 'running', startedAt: event.at };
  return {
    status: event.outcome,
    finishedAt: event.at,
    ...(event.note === undefined ? {} : { note: event.note }),
  };
}

function replaceByName<T extends StepState>(steps: readonly T[], step: T): readonly T[] {
  return steps.some(({ name }) => name === step.name)
    ? steps.map((each) => (each.name === step.name ? step : each))
    : [...steps, step];
}
