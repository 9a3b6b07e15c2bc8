import { passwordFields, tokenField } from '../../../model/secret-fields.ts';
import type { SystemModel } from '../../../model/system.ts';
import { type PasswordUse, passwordUse } from '../../plan/password-use.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';

/** Whether the system makes tokens, or knows some again. */
export function needsTokens({ entities, access }: SystemModel): boolean {
  return access?.keys?.kind === 'settings' || entities.some((entity) => tokenField(entity) !== undefined);
}

/** What all operations and the first records together do with passwords. */
export function systemPasswordUse({ model }: SystemPlan): PasswordUse {
  const uses = model.operations.map((operation) => passwordUse(operation, model.entities));
  return {
    hashes: uses.some(({ hashes }) => hashes) || seedsPasswords(model),
    verifies: uses.some(({ verifies }) => verifies),
  };
}

/** Whether records that the system begins with have passwords. */
export function seedsPasswords({ seed = [], entities }: SystemModel): boolean {
  return seed.some(({ entity: name }) => {
    const entity = entities.find((one) => one.name === name);
    return entity !== undefined && passwordFields(entity).length > 0;
  });
}
