import type { Entity } from '../../model/entity.ts';
import type { JsonValue } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { camelCase } from '../../naming/letter-case.ts';
import { creatingOperation, standardOperation } from '../find-operation.ts';
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

const noHints: Readonly<Record<string, JsonValue>> = {};

/** Values under which an operation written in place of the standard one lets a record be created. */
export function hintsForCreation(
  derivation: Derivation,
  entity: Entity,
): Readonly<Record<string, JsonValue>> {
  const operation = standardOperation(derivation.model, entity.name, 'create');
  if (operation?.origin !== 'written') return noHints;
  const recipe = recipeFor(derivation, operation.name) ?? [];
  const values = recipe.flatMap((one): [string, JsonValue][] => {
    const value = one.kind === 'input' ? one.make(new Map()) : undefined;
    return one.kind === 'input' && value !== undefined ? [[one.field, value]] : [];
  });
  return Object.fromEntries(values);
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
