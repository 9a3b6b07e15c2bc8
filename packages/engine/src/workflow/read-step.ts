import { posix } from 'node:path';
import type { Template } from '../expression/template.ts';
import { holesOf } from '../expression/template.ts';
import { durationUnits, parseDuration } from './duration.ts';
import type { JsonSchema } from './json-schema.ts';
import { Mapping } from './mapping.ts';
import type { Problems } from './problems.ts';
import { readRetry } from './read-retry.ts';
import { readSchema } from './read-schema.ts';
import type {
  ApprovalPart,
  CallPart,
  LoopPart,
  MapPart,
  SleepPart,
  Step,
  StepBase,
  WorkPart,
} from './workflow.ts';

const common = ['description', 'needs', 'if', 'priority', 'estimate'] as const;
const work = [
  'with',
  'output',
  'retry',
  'timeout',
  'fallback',
  'compensate',
  'cache',
  'map',
  'loop',
] as const;
const deciding = ['uses', 'approval', 'sleep'] as const;

const nothing: Template = { kind: 'object', fields: {} };

/** Reads one step. What it is follows from which of `uses`, `approval` and `sleep` it has. */
export function readStep(name: string, value: unknown, file: string, problems: Problems): Step | undefined {
  const step = Mapping.read(value, ['steps', name], [...deciding, ...common, ...work], problems);
  if (step === undefined) return undefined;
  const kind = deciding.find((key) => step.has(key));
  if (kind === undefined) {
    const message = `A step has one of the keys ${deciding.join(', ')}.`;
    problems.add({ code: 'missing_key', path: step.path, isKey: true, message });
    return undefined;
  }
  step.exclude(
    kind,
    deciding.filter((key) => key !== kind),
  );
  const part = readPart(kind, step, file, problems);
  return part && { ...readBase(name, step), ...part };
}

function readBase(name: string, step: Mapping): StepBase {
  return {
    name,
    description: step.text('description'),
    needs: [...new Set(step.texts('needs') ?? [])],
    condition: step.expression('if'),
    priority: step.whole('priority', -Infinity),
    estimateMs: step.durationMs('estimate'),
  };
}

function readPart(
  kind: (typeof deciding)[number],
  step: Mapping,
  file: string,
  problems: Problems,
): WorkPart | CallPart | ApprovalPart | SleepPart | undefined {
  switch (kind) {
    case 'approval':
      step.exclude(kind, work);
      return readApproval(step, problems);
    case 'sleep':
      step.exclude(kind, work);
      return readSleep(step, problems);
    case 'uses': {
      const uses = step.text('uses');
      if (uses === undefined) return undefined;
      return /^\.{1,2}\//.test(uses) ? readCall(uses, step, file) : readWork(uses, step, problems);
    }
  }
}

function readCall(uses: string, step: Mapping, file: string): CallPart {
  step.exclude(
    'uses: ./file',
    work.filter((key) => key !== 'with'),
  );
  const called = posix.join(posix.dirname(file), uses);
  return { kind: 'call', file: called, with: step.template('with') ?? nothing };
}

function readWork(uses: string, step: Mapping, problems: Problems): WorkPart {
  if (step.has('map')) step.exclude('map', ['loop']);
  if (step.has('loop')) step.exclude('loop', ['cache']);
  return {
    kind: 'work',
    uses,
    with: step.template('with') ?? nothing,
    output: readOutputSchema(step, problems),
    retry: readRetry(step, problems),
    timeoutMs: step.durationMs('timeout'),
    fallback: step.template('fallback'),
    compensate: readCompensation(step),
    isCached: step.boolean('cache') ?? false,
    repeat: step.has('map') ? readMap(step) : readLoop(step),
  };
}

function readOutputSchema(step: Mapping, problems: Problems): JsonSchema | undefined {
  const output = step.mapping('output', ['schema']);
  output?.require('schema');
  if (!output?.has('schema')) return undefined;
  return readSchema(output.get('schema'), output.at('schema'), problems);
}

function readCompensation(step: Mapping): WorkPart['compensate'] {
  const compensate = step.mapping('compensate', ['uses', 'with']);
  compensate?.require('uses');
  const uses = compensate?.text('uses');
  return uses === undefined ? undefined : { uses, with: compensate?.template('with') ?? nothing };
}

function readMap(step: Mapping): MapPart | undefined {
  const map = step.mapping('map', ['over', 'key', 'limit']);
  map?.require('over');
  const over = map?.expression('over');
  return over && { kind: 'map', over, key: map?.expression('key'), limit: map?.whole('limit', 1) };
}

function readLoop(step: Mapping): LoopPart | undefined {
  const loop = step.mapping('loop', ['initial', 'until', 'limit']);
  loop?.require('until', 'limit');
  const until = loop?.expression('until');
  const maxRounds = loop?.whole('limit', 1);
  if (loop === undefined || until === undefined || maxRounds === undefined) return undefined;
  const initial = loop.template('initial') ?? { kind: 'constant', value: null };
  return { kind: 'loop', initial, until, maxRounds };
}

function readApproval(step: Mapping, problems: Problems): ApprovalPart | undefined {
  const approval = step.mapping('approval', ['prompt', 'answer', 'timeout']);
  approval?.require('prompt', 'answer');
  const prompt = approval?.template('prompt');
  if (approval === undefined || prompt === undefined || !approval.has('answer')) return undefined;
  const answer = readSchema(approval.get('answer'), approval.at('answer'), problems);
  return { kind: 'approval', prompt, answer, timeoutMs: approval.durationMs('timeout') };
}

/** A duration that is written out is checked at once; one with expressions, when the step begins. */
function readSleep(step: Mapping, problems: Problems): SleepPart | undefined {
  const duration = step.template('sleep');
  if (duration === undefined) return undefined;
  if (holesOf(duration).length > 0) return { kind: 'sleep', duration };
  if (parseDuration(step.get('sleep')) === undefined) {
    const message = `Expected a duration such as PT1M30S, or a mapping of ${durationUnits.join(', ')}.`;
    problems.add({ code: 'invalid_duration', path: step.at('sleep'), message });
  }
  return { kind: 'sleep', duration };
}
