import { DefinitionError } from '../errors.ts';
import type { StageDefinition } from './stage-definition.ts';

/** Names that every stage and pipeline is known by in events, paths and idempotency keys. */
const validName = /^[A-Za-z][A-Za-z0-9_.-]{0,99}$/;

export function assertName(what: string, name: string): void {
  if (validName.test(name)) return;
  throw new DefinitionError(
    `${JSON.stringify(name)} cannot name a ${what}: use a letter, then letters, digits, '_', '.' or '-', at most 100`,
  );
}

export function assertLimits(stage: StageDefinition): void {
  const { retry, timeoutMs } = stage;
  const problems: [isSound: boolean, problem: string][] = [
    [Number.isInteger(retry.attempts) && retry.attempts >= 1, 'retry.attempts must be at least 1'],
    [Number.isInteger(retry.losses) && retry.losses >= 1, 'retry.losses must be at least 1'],
    [retry.delayMs >= 0, 'retry.delayMs must not be negative'],
    [retry.factor >= 1, 'retry.factor must be at least 1'],
    [retry.jitter >= 0 && retry.jitter <= 1, 'retry.jitter must lie between 0 and 1'],
    [timeoutMs === undefined || timeoutMs > 0, 'timeoutMs must be positive'],
    [stage.kind !== 'map' || stage.limit >= 1, 'limit must be at least 1'],
    [
      stage.kind !== 'loop' || (Number.isInteger(stage.maxRounds) && stage.maxRounds >= 1),
      'maxRounds must be at least 1',
    ],
  ];
  for (const [isSound, problem] of problems) {
    if (!isSound) throw new DefinitionError(`Stage ${stage.name}: ${problem}`);
  }
}
