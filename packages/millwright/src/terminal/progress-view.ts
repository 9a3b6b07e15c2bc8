import type { BuildEvent } from './build-event.ts';
import { formatDuration } from './duration.ts';
import { applyEvent, initialProgress } from './progress-state.ts';
import { renderProgress } from './render-progress.ts';

/** Shows the events of a build to a person; `close` leaves the final state on the screen. */
export interface ProgressView {
  show(event: BuildEvent): void;
  close(): void;
}

const repaintMs = 80;

/** Live on a terminal, plain lines when piped, so that logs stay readable. */
export async function createProgressView(
  stages: readonly string[],
  output: NodeJS.WriteStream,
  clock: () => number,
): Promise<ProgressView> {
  return output.isTTY ? createLiveView(stages, output, clock) : createPlainView(output);
}

async function createLiveView(
  stages: readonly string[],
  output: NodeJS.WriteStream,
  clock: () => number,
): Promise<ProgressView> {
  const { createLogUpdate } = await import('log-update');
  const update = createLogUpdate(output);
  let state = initialProgress(stages, clock());
  const paint = () => update(renderProgress(state, clock(), output.columns));
  const timer = setInterval(paint, repaintMs);
  timer.unref();
  return {
    show: (event) => {
      state = applyEvent(state, event);
    },
    close: () => {
      clearInterval(timer);
      paint();
      update.done();
    },
  };
}

function createPlainView(output: NodeJS.WriteStream): ProgressView {
  const startedAt = new Map<string, number>();
  const nameOf = ({ step }: BuildEvent) =>
    step.part === undefined ? step.stage : `${step.stage} ${step.part}`;
  return {
    show: (event) => {
      const name = nameOf(event);
      if (event.kind === 'started') {
        startedAt.set(name, event.at);
        return;
      }
      const ms = formatDuration(event.at - (startedAt.get(name) ?? event.at));
      const note = event.note === undefined ? '' : `: ${event.note}`;
      output.write(`${name} ${event.outcome} in ${ms}${note}\n`);
    },
    close: () => undefined,
  };
}
