import type { Entity } from '../model/entity.ts';
import type { SystemModel } from '../model/system.ts';
import { referringEntities } from './referring-entities.ts';
import type { RefusalExplanation } from './explanation.ts';

/** How writing these fields of a record may be refused. */
export function uniqueRefusals(entity: Entity | undefined): readonly RefusalExplanation[] {
  const isUnique =
    entity !== undefined &&
    (entity.uniqueTogether.length > 0 || entity.fields.some((field) => field.unique !== undefined));
  return isUnique ? [{ status: 409, code: 'not_unique', when: 'another record has the same' }] : [];
}

/** How deleting a record may be refused. */
export function deletionRefusals(entity: string, model: SystemModel): readonly RefusalExplanation[] {
  const restricting = referringEntities(model, entity, 'restrict');
  return restricting.length === 0
    ? []
    : [{ status: 409, code: 'in_use', when: `${restricting.join(' or ')} refers to it` }];
}
