import { understand } from '../request/understand.ts';
import { explainBlueprint } from './explain-blueprint.ts';
import type { Explanation } from './explanation.ts';

/**
 * Tells what a request means: a blueprint, or prose and the blueprint that was read from it. Pure and synchronous.
 * @throws BlueprintError for a blueprint with mistakes; whatever `understand` throws
 */
export function explain(request: string): Explanation {
  const { blueprint, requirements } = understand(request);
  const explanation = explainBlueprint(blueprint);
  const assumed = requirements.assumptions.map(({ text }) => text);
  return { ...explanation, derived: [...assumed, ...explanation.derived] };
}
