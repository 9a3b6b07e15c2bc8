import { gateMethod } from '../../model/gate-method.ts';
import type { Entity } from '../../model/entity.ts';
import type { Field } from '../../model/field.ts';
import { spaced } from '../../naming/letter-case.ts';
import { recordCreation } from '../find-operation.ts';
import type { DerivedScenario } from '../scenario-draft.ts';
import { Underivable } from '../underivable.ts';
import type { Derivation } from './derivation.ts';

/** That who creates a record is told its token, and no input gives one; and that the token opens what it is for. */
export function tokenScenario(derivation: Derivation, entity: Entity, field: Field): DerivedScenario {
  const draft = derivation.draft();
  const create = recordCreation(draft.model, entity.name)?.operation;
  if (create === undefined) throw new Underivable(`no request of the interface creates a ${entity.name}`);
  const body = draft.body(entity.name);
  draft.request(create, {
    body: { ...body, [field.name]: 'of-my-own-choice' },
    expect: { status: 400, body: { code: 'invalid_input', errors: [{ field: field.name }] } },
  });
  const token = draft.variable('token');
  draft.request(create, { body, expect: { status: create.answer.status }, save: { [token]: field.name } });
  const { keys } = draft.model.access ?? {};
  const opened = draft.model.operations.find(
    ({ access, http, input }) =>
      gateMethod(access) === 'key' &&
      input.length === 0 &&
      http.path.every((part) => typeof part === 'string'),
  );
  if (keys?.kind === 'records' && keys.entity === entity.name && opened !== undefined) {
    const headers = { [keys.header]: `\${${token}}` };
    draft.request(opened, { headers, expect: { status: opened.answer.status } });
  }
  return draft.finish(
    `field.${entity.name}.${field.name}.told`,
    `the ${spaced(field.name)} of a new ${spaced(entity.name)} is told once`,
  );
}
