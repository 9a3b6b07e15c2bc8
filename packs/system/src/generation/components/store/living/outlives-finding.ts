import type { Entity } from '../../../../model/entity.ts';

/** Whether rows stay in the table though nothing finds them any more, and must not keep those they refer to. */
export function outlivesFinding({ isSoftDeleted, expires }: Entity): boolean {
  return isSoftDeleted === true || expires !== undefined;
}
