import { lowerBlueprint } from '../lowering/lower-blueprint.ts';
import { explainDerived } from './explain-derived.ts';
import { explainOperation } from './explain-operation.ts';
import { explainSections } from './explain-sections.ts';
import type { Explanation } from './explanation.ts';
import { findWarnings } from './warnings/find-warnings.ts';

/**
 * Tells what a blueprint means. Pure.
 * @throws BlueprintError when it has mistakes.
 */
export function explainBlueprint(yaml: string, options: { readonly file?: string } = {}): Explanation {
  const { model } = lowerBlueprint(yaml, options);
  const { name, title, description } = model;
  return {
    name,
    title,
    ...(description === undefined ? {} : { description }),
    sections: explainSections(model),
    operations: model.operations.map((operation) => explainOperation(operation, model)),
    derived: explainDerived(model),
    warnings: findWarnings(model, yaml),
  };
}
