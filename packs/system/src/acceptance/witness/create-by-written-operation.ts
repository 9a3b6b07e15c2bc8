import type { Entity } from '../../model/entity.ts';
import type { SystemModel } from '../../model/system.ts';
import { camelCase } from '../../naming/letter-case.ts';
import { creatingOperation } from '../find-operation.ts';
import type { DraftRecord, ScenarioDraft } from '../scenario-draft.ts';
import type { Derivation } from '../scenarios/derivation.ts';
import { Underivable } from '../underivable.ts';
import { buildCandidate } from './build-candidate.ts';
import { findWitnesses } from './find-witnesses.ts';
import type { Modification } from './modification.ts';

/** Models never change, and a search takes a thousand tries. `searching` marks a search that came back to itself. */
const recipes = new WeakMap<SystemModel, Map<string, readonly Modification[] | 'none' | 'searching'>>();

/** Creates a record of an entity that only a written operation creates. @throws Underivable when no example succeeds. */
export function createByWrittenOperation(
  derivation: Derivation,
  draft: ScenarioDraft,
  entity: Entity,
): DraftRecord {
  const operation = creatingOperation(derivation.model, entity.name);
  if (!operation) throw new Underivable(`no request of the interface creates a ${entity.name}`);
  const recipe = recipeFor(derivation, operation.name);
  if (!recipe) throw new Underivable(`no example was found for ${operation.name} that succeeds`);
  buildCandidate(derivation, operation, recipe, draft);
  const last = draft.steps.pop();
  if (last?.kind !== 'request') throw new Underivable(`${operation.name} takes no request`);
  const variable = draft.variable(`${camelCase(entity.name)}Id`);
  draft.steps.push({ ...last, save: { [variable]: 'id' } });
  return { entity, id: `\${${variable}}`, body: {} };
}

function recipeFor(derivation: Derivation, name: string): readonly Modification[] | undefined {
  const known =
    recipes.get(derivation.model) ?? new Map<string, readonly Modification[] | 'none' | 'searching'>();
  recipes.set(derivation.model, known);
  const present = known.get(name);
  if (present === 'none' || present === 'searching') return undefined;
  if (present !== undefined) return present;
  const operation = derivation.model.operations.find((one) => one.name === name);
  known.set(name, 'searching');
  const found = operation && findWitnesses(derivation, operation).get('success')?.modifications;
  known.set(name, found ?? 'none');
  return found;
}
