import type { Operation, Step } from '../../model/operation.ts';
import type { SystemModel } from '../../model/system.ts';
import { stepsOf } from './steps-of.ts';
import type { FoundWarning, WarningFinder } from './warning-finder.ts';

/**
 * A written operation creates records, or changes fields, under conditions of its own, while a standard operation lets every
 * request do the same without them.
 */
export const unguardedStandardOperations: WarningFinder = (model) => [
  ...unguardedCreations(model),
  ...unguardedFields(model),
];

function guarded(model: SystemModel): readonly { operation: Operation; steps: readonly Step[] }[] {
  return model.operations
    .filter(({ origin }) => origin === 'written')
    .map((operation) => ({ operation, steps: stepsOf(operation) }))
    .filter(({ steps }) => steps.some(({ kind }) => kind === 'require' || kind === 'load'));
}

function standard(model: SystemModel, entity: string, kind: 'create' | 'update'): Operation | undefined {
  return model.operations.find(
    (operation) =>
      operation.origin === 'standard' &&
      operation.entity === entity &&
      operation.steps.some((step) => step.kind === kind),
  );
}

function unguardedCreations(model: SystemModel): FoundWarning[] {
  return guarded(model).flatMap(({ operation, steps }) =>
    steps.flatMap((step): FoundWarning[] => {
      if (step.kind !== 'create' && step.kind !== 'upsert') return [];
      if (!steps.some(({ kind }) => kind === 'require')) return [];
      const open = standard(model, step.entity, 'create');
      if (open === undefined) return [];
      return [
        {
          code: 'unguarded_creation',
          path: ['entities', step.entity],
          message: `${open.name} creates a record of ${step.entity} without what ${operation.name} requires first.`,
          suggestion: `If requests must go through ${operation.name}, give ${step.entity} \`api: [list, read]\`.`,
        },
      ];
    }),
  );
}

function unguardedFields(model: SystemModel): FoundWarning[] {
  return guarded(model).flatMap(({ operation, steps }) =>
    steps.flatMap((step): FoundWarning[] => {
      const fields = changedFields(step);
      if (fields === undefined) return [];
      const open = standard(model, fields.entity, 'update');
      const input = new Set(open?.input.map(({ name }) => name));
      return fields.names
        .filter((name) => input.has(name))
        .map((name) => ({
          code: 'unguarded_field',
          path: ['entities', fields.entity, 'fields', name],
          message: `${open?.name} lets every request set ${name}, which ${operation.name} works out.`,
          suggestion: `If only operations may change it, leave \`update\` out of \`api\` of ${fields.entity}, or write ${open?.name} with an \`input\` of its own.`,
        }));
    }),
  );
}

function changedFields(step: Step): { entity: string; names: readonly string[] } | undefined {
  if (step.kind === 'increment') return { entity: step.entity, names: [step.field] };
  if (step.kind !== 'update') return undefined;
  const worked = step.set.filter(({ value }) => !value.source.startsWith('input.'));
  return { entity: step.entity, names: worked.map(({ field }) => field) };
}
