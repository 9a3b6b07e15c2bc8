import type { SystemModel } from '../../model/system.ts';
import type { Requirements } from '../../requirements/requirements.ts';

/** One statement per target, R1, R2 … in their order. */
export function requirementsFor(targets: readonly string[]): Requirements {
  return {
    statements: targets.map((target, index) => ({
      id: `R${index + 1}`,
      text: `Something about ${target}`,
      span: [index, index + 1],
      status: 'understood',
      facts: [{ target, span: [index, index + 1], rule: 'test', confidence: 1 }],
    })),
    assumptions: [],
    questions: [],
  };
}

/** Every target that a fact about this model can have. */
export function targetsOf(model: SystemModel): readonly string[] {
  const perEntity = model.entities.flatMap((entity) => {
    const path = `entities.${entity.name}`;
    const lists = model.operations.find(
      (one) => one.entity === entity.name && one.steps.some((step) => step.kind === 'list'),
    );
    const step = lists?.steps.find((one) => one.kind === 'list');
    return [
      path,
      `${path}.api`,
      ...entity.fields.map((one) => `${path}.fields.${one.name}`),
      ...entity.uniqueTogether.map((_, index) => `${path}.unique.${index}`),
      ...(entity.machine ? [`${path}.states`] : []),
      ...(entity.machine?.actions ?? []).map((action) => `${path}.states.actions.${action.name}`),
      ...(step?.filters ?? []).map((filter) => `${path}.filters.${filter.field}`),
      `${path}.sort`,
    ];
  });
  const operations = model.operations.map((one) => `operations.${one.name}`);
  return ['title', ...perEntity, ...operations, 'storage', 'interfaces.http', 'interfaces.http.port'];
}
