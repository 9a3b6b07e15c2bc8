import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { StepDocument } from '../../blueprint/document.ts';
import type { Step } from '../../model/operation.ts';
import { lowerCompute } from './lower-compute.ts';
import { lowerCount } from './lower-count.ts';
import { lowerCreate } from './lower-create.ts';
import { lowerDelete } from './lower-delete.ts';
import { lowerEach } from './lower-each.ts';
import { lowerEmit } from './lower-emit.ts';
import { lowerGroup } from './lower-group.ts';
import { lowerFind } from './lower-find.ts';
import { lowerIf } from './lower-if.ts';
import { lowerIncrement } from './lower-increment.ts';
import { lowerList } from './lower-list.ts';
import { lowerLoad } from './lower-load.ts';
import { lowerRefuse } from './lower-refuse.ts';
import { lowerRequire } from './lower-require.ts';
import { lowerRestore } from './lower-restore.ts';
import { lowerSignIn, lowerSignOut } from './lower-sign-in.ts';
import { lowerSend } from './lower-send.ts';
import { lowerUpdate } from './lower-update.ts';
import { lowerUpsert } from './lower-upsert.ts';
import type { StepSurroundings } from './step-surroundings.ts';

type LowerStep = (
  step: never,
  path: DocumentPath,
  surroundings: StepSurroundings,
) => Step | readonly Step[] | undefined;

/** By the key that a step begins with. */
const lowerings: Readonly<Record<string, LowerStep>> = {
  load: lowerLoad,
  find: lowerFind,
  list: lowerList,
  count: lowerCount,
  group: lowerGroup,
  require: lowerRequire,
  refuse: lowerRefuse,
  compute: lowerCompute,
  create: lowerCreate,
  update: lowerUpdate,
  upsert: lowerUpsert,
  increment: lowerIncrement,
  delete: lowerDelete,
  restore: lowerRestore,
  emit: lowerEmit,
  signIn: lowerSignIn,
  signOut: lowerSignOut,
  send: lowerSend,
  if: lowerIf,
  each: lowerEach,
};

/** Checks steps in their order and lowers them; one that cannot be lowered is reported and left out. */
export function lowerSteps(
  documents: readonly StepDocument[],
  path: DocumentPath,
  surroundings: StepSurroundings,
  first = 0,
): Step[] {
  return documents.flatMap((document, position): Step[] => {
    const index = first + position;
    const key = Object.keys(lowerings).find((name) => name in document) ?? '';
    const lowered = lowerings[key]?.(document as never, [...path, index], surroundings);
    if (lowered !== undefined) return [lowered].flat();
    surroundings.scope.markFailedStep();
    return [];
  });
}
