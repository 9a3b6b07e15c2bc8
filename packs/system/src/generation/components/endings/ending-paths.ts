import type { SystemModel } from '../../../model/system.ts';

export const endingsFile = 'src/domain/endings.ts';
export const recordSweeperFile = 'src/components/record-sweeper.ts';

/** Whether records of some kind end by themselves. */
export function hasEndings({ entities }: Pick<SystemModel, 'entities'>): boolean {
  return entities.some(({ expires }) => expires !== undefined);
}
