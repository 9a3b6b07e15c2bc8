import type { Entity } from '../../model/entity.ts';
import type { Field } from '../../model/field.ts';
import { creatingOperation, standardOperation } from '../find-operation.ts';
import { withArticle } from '../samples/with-article.ts';
import { spaced } from '../../naming/letter-case.ts';
import type { Derivation } from './derivation.ts';
import type { DerivedScenario } from '../scenario-draft.ts';
import { expectAbsent, expectStored } from './read-back.ts';

/** What deleting the referred record does, by the rule of the reference. Nothing when it cannot be deleted over HTTP. */
export function onDeleteScenarios(
  derivation: Derivation,
  entity: Entity,
  field: Field,
): readonly DerivedScenario[] {
  if (field.type.kind !== 'reference') return [];
  const { entity: referred, onDelete } = field.type;
  const draft = derivation.draft();
  const remove = standardOperation(draft.model, referred, 'delete');
  if (!remove || !creatingOperation(draft.model, referred)) return [];
  // Other references of the record must not hold the target, or their rules would speak first.
  const others = entity.fields.filter((one) => one.type.kind === 'reference' && one.type.entity === referred);
  if (others.length > 1) draft.recordFor(entity, field, referred);
  const target = draft.recordFor(entity, field, referred);
  const record = draft.record(entity.name, { values: { [field.name]: target.id } });
  const name = withArticle(entity.name);
  const referredName = withArticle(referred);
  const key = `field.${entity.name}.${field.name}.on-delete`;
  if (onDelete === 'restrict') {
    draft.request(remove, { id: target.id, expect: { status: 409, body: { code: 'in_use' } } });
    expectStored(draft, record, { [field.name]: target.id });
    return [draft.finish(key, `${referredName} that ${name} refers to cannot be deleted`)];
  }
  draft.request(remove, { id: target.id, expect: { status: remove.answer.status } });
  if (onDelete === 'cascade') {
    expectAbsent(draft, record);
    return [draft.finish(key, `deleting ${referredName} deletes what refers to it: ${name}`)];
  }
  expectStored(draft, record, { [field.name]: null });
  const phrase = spaced(field.name);
  return [draft.finish(key, `deleting ${referredName} clears the ${phrase} of ${name}`)];
}
