import type { Scenario } from '../model/scenario.ts';
import type { SystemModel } from '../model/system.ts';
import type { Requirements, Statement } from '../requirements/requirements.ts';
import { creatingOperation, requireEntity, standardOperation } from './find-operation.ts';
import { accessScenarios, ownershipScenarios, seedScenarios } from './scenarios/access-scenarios.ts';
import { apiScenarios } from './scenarios/api-scenarios.ts';
import { type Derivation, startDerivation } from './scenarios/derivation.ts';
import type { DerivedScenario } from './scenario-draft.ts';
import { componentScenarios } from './scenarios/component-scenarios.ts';
import { fieldScenarios } from './scenarios/field-scenarios.ts';
import { filterScenarios, sortScenarios } from './scenarios/list-scenarios.ts';
import { withStatementIds } from './hand-work.ts';
import { slotScenarios } from './scenarios/slot-scenarios.ts';
import { type OperationScenarios, operationScenarios } from './scenarios/operation-scenarios.ts';
import { actionScenarios, statesScenarios } from './scenarios/state-scenarios.ts';
import { corsScenarios } from './scenarios/cors-scenarios.ts';
import {
  httpScenarios,
  portScenarios,
  settingScenarios,
  storageScenarios,
  titleScenarios,
} from './scenarios/system-scenarios.ts';
import { feedScenarios } from './flows/feed-scenarios.ts';
import { flowScenarios } from './flows/flow-scenarios.ts';
import { ruleScenarios } from './scenarios/rule-scenarios.ts';
import { shownScenarios } from './scenarios/shown-scenarios.ts';
import { searchScenarios } from './scenarios/search-scenarios.ts';
import { lifeScenarios } from './scenarios/life-scenarios.ts';
import { uniqueTogetherScenarios } from './scenarios/unique-scenarios.ts';
import { isolateScenarios } from './isolate-scenarios.ts';
import { isSound } from './simulation/is-sound.ts';
import { piece } from '../tracking/pieces.ts';
import { parseTarget, type Target } from './target.ts';
import { Underivable } from './underivable.ts';

export interface DerivedScenarios {
  /** Those of the blueprint first, each on a system of its own; then the derived ones. Ids are unique. */
  readonly scenarios: readonly Scenario[];
  /** What no scenario proves. A statement may be here and still have scenarios for its other facts. */
  readonly unproven: readonly Unproven[];
}

export interface Unproven {
  /** Id of the statement. */
  readonly statement: string;
  /** The fact in question; absent when the statement as a whole has nothing to prove. */
  readonly target?: string;
  readonly why: string;
}

/**
 * Acceptance scenarios for every statement, from the targets of its facts. Pure: the same input gives the same scenarios.
 * @param open May give the model another form before anything is derived from it.
 */
export function deriveScenarios(
  requirements: Requirements,
  lowered: SystemModel,
  open: (model: SystemModel) => SystemModel = (model) => model,
): DerivedScenarios {
  const model = open(withStatementIds(lowered, requirements));
  const collection = new ScenarioCollection(model);
  for (const statement of requirements.statements) collection.add(statement);
  const taken = new Set(model.scenarios.map((scenario) => scenario.id));
  const derived = collection.scenarios.map(({ scenario, proves }) => finished(scenario, proves, taken));
  const written = model.scenarios.map((scenario) => ({ isIsolated: true, ...scenario }));
  return { scenarios: isolateScenarios(model, [...written, ...derived]), unproven: collection.unproven };
}

/** Scenarios by their keys, each with the statements it proves; every target is tried once. */
class ScenarioCollection {
  readonly unproven: Unproven[] = [];
  readonly #model: SystemModel;
  readonly #derivation: Derivation;
  readonly #byKey = new Map<string, { scenario: DerivedScenario; proves: Set<string> }>();
  readonly #attempts = new Map<string, Attempt>();

  constructor(model: SystemModel) {
    this.#model = model;
    this.#derivation = startDerivation(model);
  }

  get scenarios() {
    return [...this.#byKey.values()];
  }

  add(statement: Statement): void {
    const targets = targetsOf(statement, this.#model);
    if (targets.length === 0 && !isProvenByHand(this.#model, statement)) {
      const why = statement.why ?? 'nothing in the blueprint rests on it';
      this.unproven.push({ statement: statement.id, why });
    }
    for (const target of targets) this.#addTarget(statement.id, target);
  }

  /** Somebody may have written what nobody can derive. */
  #whyNot(statement: string, message: string): readonly string[] {
    return isProvenByHand(this.#model, { id: statement }) ? [] : [message];
  }

  #addTarget(statement: string, target: string): void {
    const attempt = this.#attempts.get(target) ?? attemptPiece(this.#derivation, target);
    this.#attempts.set(target, attempt);
    const gaps = 'why' in attempt ? this.#whyNot(statement, attempt.why) : attempt.gaps;
    for (const why of gaps) this.unproven.push({ statement, target, why });
    for (const scenario of 'why' in attempt ? [] : attempt.scenarios) {
      const present = this.#byKey.get(scenario.key) ?? { scenario, proves: new Set() };
      present.proves.add(statement);
      this.#byKey.set(scenario.key, present);
    }
  }
}

function targetsOf(statement: Statement, model: SystemModel): readonly string[] {
  const answering = model.operations
    .filter((operation) => operation.answers.includes(statement.id))
    .map((operation) => `operations.${operation.name}`);
  return [...new Set([...statement.facts.map((fact) => fact.target), ...answering])];
}

function isProvenByHand(model: SystemModel, statement: Pick<Statement, 'id'>): boolean {
  return model.scenarios.some((scenario) => scenario.proves.includes(statement.id));
}

/** The scenarios for a target, or why there are none. JSON throughout. */
type Attempt = OperationScenarios | { readonly why: string };

interface AttemptPiece {
  readonly attempt: Attempt;
  /** How far the counters were that it used up values of, and how far they are after it. */
  readonly used: readonly (readonly [entity: string, before: number, after: number])[];
}

function attemptPiece(derivation: Derivation, target: string): Attempt {
  const { model, counters } = derivation;
  const count = (entity: string) => counters.get(entity) ?? 0;
  const attemptAnew = (): AttemptPiece => {
    const before = new Map(counters);
    const attempt = attemptTarget(derivation, target);
    const used = [...counters].map(([entity, after]) => [entity, before.get(entity) ?? 0, after] as const);
    return { attempt, used: used.filter(([, first, after]) => first !== after) };
  };
  const { attempt, used } = piece(model, `scenarios for ${target}`, '', attemptAnew, ({ used }) =>
    used.every(([entity, before]) => count(entity) === before),
  );
  for (const [entity, , after] of used) counters.set(entity, after);
  return attempt;
}

function attemptTarget(derivation: Derivation, path: string): Attempt {
  try {
    const { scenarios, gaps } = scenariosOf(derivation, parseTarget(path));
    const sound = scenarios.filter((scenario) => isSound(derivation.model, scenario));
    // What the model itself rules out is not a proof: two records, say, that differ in a field with a single value.
    const ruledOut = scenarios.filter((one) => !sound.includes(one) && !one.isOptional);
    return {
      scenarios: sound,
      gaps: [...gaps, ...ruledOut.map(({ title }) => `no values were found that show that ${title}`)],
    };
  } catch (error) {
    if (error instanceof Underivable) return { why: error.message };
    throw error;
  }
}

function scenariosOf(derivation: Derivation, target: Target): OperationScenarios {
  if (target.kind === 'operation') return operationScenarios(derivation, target.operation);
  if (target.kind === 'slot') return slotScenarios(derivation, target.slot);
  if (target.kind === 'rules') return ruleScenarios(derivation, target.entity);
  const written = writtenInstead(derivation, target);
  if (written === undefined) return { scenarios: scenariosFor(derivation, target), gaps: [] };
  // That the thing can be done is asked for here; the rules of the operation are facts of their own.
  const { scenarios, gaps } = operationScenarios(derivation, written);
  const success = scenarios.filter((scenario) => scenario.key.endsWith('.success'));
  return { scenarios: success, gaps: success.length > 0 ? [] : gaps };
}

/** The written operation that a target about creating, listing, reading, changing or deleting ends in. */
function writtenInstead({ model }: Derivation, target: Target): string | undefined {
  const kind = target.kind === 'entity' ? 'create' : target.kind === 'api' ? target.operation : undefined;
  if (kind === undefined || (target.kind !== 'entity' && target.kind !== 'api')) return undefined;
  const operation =
    standardOperation(model, target.entity, kind) ??
    (kind === 'create' ? creatingOperation(model, target.entity) : undefined);
  return operation?.origin === 'written' ? operation.name : undefined;
}

function scenariosFor(
  derivation: Derivation,
  target: Exclude<Target, { kind: 'operation' | 'slot' | 'rules' }>,
): readonly DerivedScenario[] {
  switch (target.kind) {
    case 'entity':
      return apiScenarios(derivation, target.entity, 'create');
    case 'field':
      return orShown(derivation, target.entity, target.field, () =>
        fieldScenarios(derivation, target.entity, target.field),
      );
    case 'unique':
      return uniqueTogetherScenarios(derivation, target.entity, target.index);
    case 'life':
      return lifeScenarios(derivation, target.entity, target.part);
    case 'states':
      return statesScenarios(derivation, target.entity);
    case 'action':
      return actionScenarios(derivation, target.entity, target.action);
    case 'api':
      return apiOrShown(derivation, target.entity, target.operation);
    case 'filter':
      return filterScenarios(derivation, target.entity, target.field);
    case 'sort':
      return sortScenarios(derivation, target.entity);
    default:
      return furtherScenariosFor(derivation, target);
  }
}

function apiOrShown(
  derivation: Derivation,
  entity: string,
  operation: Extract<Target, { kind: 'api' }>['operation'],
): readonly DerivedScenario[] {
  const derive = () => apiScenarios(derivation, entity, operation);
  const isRead = operation === 'list' || operation === 'read';
  return isRead ? orShown(derivation, entity, undefined, derive) : derive();
}

/** What nobody can ask for in a request of its own may still be seen of records that something else writes. */
function orShown(
  derivation: Derivation,
  entityName: string,
  fieldName: string | undefined,
  derive: () => readonly DerivedScenario[],
): readonly DerivedScenario[] {
  try {
    const scenarios = derive();
    if (scenarios.some((scenario) => isSound(derivation.model, scenario))) return scenarios;
  } catch (error) {
    if (!(error instanceof Underivable)) throw error;
  }
  const entity = requireEntity(derivation.model, entityName);
  const field = entity.fields.find(({ name }) => name === fieldName);
  return shownScenarios(derivation, entity, field);
}

type SystemTarget = Extract<
  Target,
  { kind: 'component' | 'storage' | 'port' | 'setting' | 'http' | 'cors' | 'title' | 'unknown' }
>;

/** Scenarios about who may do what, or else about the system as a whole. */
function furtherScenariosFor(
  derivation: Derivation,
  target:
    | SystemTarget
    | Extract<Target, { kind: 'flow' | 'feed' | 'search' | 'ownership' | 'access' | 'seed' }>,
): readonly DerivedScenario[] {
  switch (target.kind) {
    case 'flow':
      return flowScenarios(derivation, target.flow);
    case 'feed':
      return feedScenarios(derivation, target.feed);
    case 'search':
      return searchScenarios(derivation, target.entity);
    case 'ownership':
      return ownershipScenarios(derivation, target.entity);
    case 'access':
      return accessScenarios(derivation);
    case 'seed':
      return seedScenarios(derivation);
    default:
      return systemScenariosFor(derivation, target);
  }
}

function systemScenariosFor(derivation: Derivation, target: SystemTarget): readonly DerivedScenario[] {
  switch (target.kind) {
    case 'component':
      return componentScenarios(derivation, target.component);
    case 'storage':
      return storageScenarios(derivation);
    case 'port':
      return portScenarios(derivation);
    case 'setting':
      return settingScenarios(derivation, target.setting);
    case 'http':
      return httpScenarios(derivation);
    case 'cors':
      return corsScenarios(derivation);
    case 'title':
      return titleScenarios(derivation);
    case 'unknown':
      throw new Underivable(`no scenario is known for ${target.path}`);
  }
}

function finished(scenario: DerivedScenario, proves: ReadonlySet<string>, taken: Set<string>): Scenario {
  const base = scenario.key.replace(/[^A-Za-z0-9]+/g, '-').toLowerCase();
  let id = base;
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`;
  taken.add(id);
  return {
    id,
    title: scenario.title,
    proves: [...proves],
    steps: scenario.steps,
    ...(scenario.isIsolated ? { isIsolated: true } : {}),
    ...(scenario.clock === undefined ? {} : { clock: scenario.clock }),
  };
}
