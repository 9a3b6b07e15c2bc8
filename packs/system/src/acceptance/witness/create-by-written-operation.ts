import type { Entity } from '../../model/entity.ts';
import type { JsonValue } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { camelCase } from '../../naming/letter-case.ts';
import { createdPath, creatingOperation, isGoverned, standardOperation } from '../find-operation.ts';
import type { CreationHints, DraftRecord, ReferredHint, ScenarioDraft } from '../scenario-draft.ts';
import { leadToState } from '../scenarios/state-scenarios.ts';
import type { Derivation } from '../scenarios/derivation.ts';
import { Underivable } from '../underivable.ts';
import { buildCandidate } from './build-candidate.ts';
import { findWitnesses } from './find-witnesses.ts';
import type { Modification } from './modification.ts';
import { nestedTargets } from './slots.ts';

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
  draft.steps.push({ ...last, save: { [variable]: createdPath(operation, entity.name, 'id') ?? 'id' } });
  return { entity, id: `\${${variable}}`, body: {} };
}

const noHints: CreationHints = { values: {}, referred: {} };

/** What lets a record be created by an operation written in place of the standard one. */
export function hintsForCreation(derivation: Derivation, entity: Entity): CreationHints {
  const operation = standardOperation(derivation.model, entity.name, 'create');
  if (operation === undefined || !isGoverned(derivation.model, operation)) return noHints;
  if (isSearching(derivation, operation.name)) return noHints;
  const recipe = recipeFor(derivation, operation.name);
  if (!recipe) throw new Underivable(`no example was found for ${operation.name} that succeeds`);
  const values = recipe.flatMap((one): [string, JsonValue][] => {
    const value = one.kind === 'input' ? one.make(new Map()) : undefined;
    return one.kind === 'input' && value !== undefined ? [[one.field, value]] : [];
  });
  const referred = operation.input.flatMap(({ name }): [string, ReferredHint][] => {
    const hint = referredHint(derivation, recipe, `input.${name}`);
    return hint ? [[name, hint]] : [];
  });
  const nested = nestedTargets(operation).flatMap(({ name }): [string, ReferredHint][] => {
    const hint = referredHint(derivation, recipe, name);
    return hint ? [[name, hint]] : [];
  });
  return { values: Object.fromEntries(values), referred: Object.fromEntries([...referred, ...nested]) };
}

function isSearching({ model }: Derivation, operation: string): boolean {
  return recipes.get(model)?.get(operation) === 'searching';
}

function referredHint(
  derivation: Derivation,
  recipe: readonly Modification[],
  slot: string,
): ReferredHint | undefined {
  const fields = recipe.flatMap((one) => (one.kind === 'field' && one.slot === slot ? [one] : []));
  const [state] = recipe.flatMap((one) => (one.kind === 'state' && one.slot === slot ? [one.state] : []));
  if (fields.length === 0 && state === undefined) return undefined;
  return {
    values: Object.fromEntries(fields.map(({ field, value }) => [field, value])),
    ...(state === undefined
      ? {}
      : { prepare: (draft, record) => leadToState(derivation, draft, record, state) }),
  };
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
