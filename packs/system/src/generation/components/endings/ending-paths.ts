import type { Entity } from '../../../model/entity.ts';
import type { SystemModel } from '../../../model/system.ts';

export const endingsFile = 'src/domain/endings.ts';
export const recordSweeperFile = 'src/components/record-sweeper.ts';

/** Whether records of this kind end by themselves. */
export function isEnding({ expires, endsAt }: Entity): boolean {
  return expires !== undefined || endsAt !== undefined;
}

/** Whether records of some kind end by themselves. */
export function hasEndings({ entities }: Pick<SystemModel, 'entities'>): boolean {
  return entities.some(isEnding);
}
