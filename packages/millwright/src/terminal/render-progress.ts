import { styleText } from 'node:util';
import { formatDuration } from './duration.ts';
import type { ProgressState, StageState, StepState } from './progress-state.ts';

const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const spinnerFrameMs = 80;

/** The live view of a build: one line a stage, one line for the parts that run or failed, the time that has passed. */
export function renderProgress(state: ProgressState, now: number, width: number): string {
  const nameWidth = Math.max(...state.stages.map(({ name }) => name.length));
  const lines = state.stages.flatMap((stage) => stageLines(stage, now, nameWidth, width));
  lines.push(styleText('dim', `  ${formatDuration(now - state.startedAt)}`));
  return lines.join('\n');
}

function stageLines(stage: StageState, now: number, nameWidth: number, width: number): string[] {
  const head = `${mark(stage, now)} ${stage.name.padEnd(nameWidth)}  ${styleText('dim', timing(stage, now))}`;
  const note = stage.note === undefined ? '' : `  ${stage.note}`;
  const lines = [clip(head + note, width)];
  if (stage.parts.length > 0 && (stage.status === 'running' || stage.status === 'failed')) {
    lines.push(...partLines(stage, now, width));
  }
  return lines;
}

function partLines(stage: StageState, now: number, width: number): string[] {
  const done = stage.parts.filter(({ status }) => status === 'succeeded' || status === 'skipped').length;
  const shown = stage.parts.filter(({ status }) => status === 'running' || status === 'failed');
  const names = shown.map((part) => `${mark(part, now)} ${part.name}`).join('  ');
  return [clip(`    ${done}/${stage.parts.length}  ${names}`, width)];
}

function timing(step: StepState, now: number): string {
  return step.startedAt === undefined
    ? ''
    : formatDuration((step.finishedAt ?? now) - step.startedAt).padStart(8);
}

function mark(step: StepState, now: number): string {
  switch (step.status) {
    case 'succeeded':
      return styleText('green', '✔');
    case 'failed':
      return styleText('red', '✖');
    case 'skipped':
      return styleText('yellow', '–');
    case 'running':
      return styleText('cyan', spinner[Math.floor(now / spinnerFrameMs) % spinner.length] ?? '');
    case 'pending':
      return styleText('dim', '·');
  }
}

/** Cuts a line to the terminal's width without counting or breaking colour codes. */
function clip(line: string, width: number): string {
  let visible = 0;
  // oxlint-disable-next-line no-control-regex -- colour codes start with the escape character
  return line.replaceAll(/(\u001b\[[0-9;]*m)|([\s\S])/gu, (match, code: string | undefined) => {
    if (code !== undefined) return code;
    visible += 1;
    return visible <= width ? match : '';
  });
}
