import type { Understanding } from '../request/understand.ts';
import { explainBlueprint } from './explain-blueprint.ts';
import type { Explanation } from './explanation.ts';

/**
 * Tells what a request means, by the blueprint that it is or that was read from it. Pure and synchronous.
 */
export function explain({ blueprint, requirements }: Understanding): Explanation {
  const explanation = explainBlueprint(blueprint);
  const assumed = requirements.assumptions.map(({ text }) => text);
  return { ...explanation, derived: [...assumed, ...explanation.derived] };
}
