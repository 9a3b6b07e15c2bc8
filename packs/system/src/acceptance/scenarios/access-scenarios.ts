import { gateMethod } from '../../model/gate-method.ts';
import type { Operation } from '../../model/operation.ts';
import type { JsonValue, ScenarioStep } from '../../model/scenario.ts';
import { spaced } from '../../naming/letter-case.ts';
import { profilesOf } from '../actors/profiles.ts';
import { logInOperation } from '../actors/sign-in-operations.ts';
import { pathOf, requireEntity, standardOperation } from '../find-operation.ts';
import { unknownId } from '../samples/invalid-values.ts';
import { isObject } from '../simulation/accept-value.ts';
import { whenSimulated } from '../simulation/when-simulated.ts';
import { ScenarioPlayer } from '../simulation/play-scenario.ts';
import { type SimulatedAnswer, SimulatedSystem } from '../simulation/simulated-system.ts';
import type { DerivedScenario, ScenarioDraft } from '../scenario-draft.ts';
import { Underivable } from '../underivable.ts';
import type { Derivation } from './derivation.ts';
import { longestPage } from './read-back.ts';

/** That nobody gets in without credentials, with wrong ones, or without the role that is asked for. */
export function accessScenarios(derivation: Derivation): readonly DerivedScenario[] {
  return [strangerScenario(derivation), ...roleScenario(derivation)];
}

const unauthenticated = { status: 401, body: { code: 'unauthenticated' } };

function strangerScenario(derivation: Derivation): DerivedScenario {
  const draft = derivation.draft();
  const { operations, feeds = [], access } = draft.model;
  const isGuarded = ({ access: own }: Pick<Operation, 'access'>) =>
    own?.isOpen === false && gateMethod(own) !== undefined;
  const guarded = operations.filter(isGuarded);
  const listened = feeds.filter(isGuarded);
  if (guarded.length === 0 && listened.length === 0) throw new Underivable('everything is open to everybody');
  const keyHeader = access?.keys?.header;
  const wrong = {
    Authorization: 'Bearer not-a-token',
    ...(keyHeader === undefined ? {} : { [keyHeader]: 'not-a-key' }),
  };
  for (const operation of guarded) {
    const request = { id: unknownId, ...emptyBody(operation), expect: unauthenticated };
    draft.request(operation, { ...request, headers: {} });
    draft.request(operation, { ...request, headers: wrong });
  }
  for (const feed of listened) {
    const path = pathOf(draft.model, feed, () => unknownId);
    draft.steps.push({ kind: 'request', method: 'GET', path, expect: unauthenticated });
    draft.steps.push({ kind: 'request', method: 'GET', path, headers: wrong, expect: unauthenticated });
  }
  return draft.finish('access.strangers', 'who does not say who he is, or lies about it, gets nowhere');
}

/** Credentials are looked at before what is sent. */
function emptyBody({ input }: Operation): { readonly body?: JsonValue } {
  return input.length > 0 ? { body: {} } : {};
}

function roleScenario(derivation: Derivation): readonly DerivedScenario[] {
  const draft = derivation.draft();
  const { model } = draft;
  const newcomer = profilesOf(model).find(({ kind }) => kind === 'newcomer');
  const closed = model.operations.filter(
    ({ access }) =>
      access?.roles !== undefined && !access.roles.some((role) => newcomer?.roles.includes(role)),
  );
  if (newcomer === undefined || closed.length === 0) return [];
  const { headers } = draft.actors.stranger();
  for (const operation of closed) {
    const expect = { status: 403, body: { code: 'forbidden' } };
    draft.request(operation, { id: unknownId, headers, ...emptyBody(operation), expect });
  }
  return [draft.finish('access.roles', 'an account without the role that is asked for is refused')];
}

/** That a record is kept from those whose it is not. */
export function ownershipScenarios(derivation: Derivation, entityName: string): readonly DerivedScenario[] {
  const entity = requireEntity(derivation.model, entityName);
  const draft = derivation.draft();
  const record = draft.record(entity.name);
  const { headers } = draft.actors.stranger();
  const before = draft.steps.length;
  for (const operation of operationsOnOne(draft, entity.name)) {
    draft.request(operation, { id: record.id, headers, ...emptyBody(operation), expect: { status: 200 } });
  }
  const refused = refusedSteps(derivation, draft.steps, before);
  const listed = listStep(draft, entity.name, record.id, headers);
  const isHidden = listed !== undefined && isMet(derivation, [...draft.steps.slice(0, before), listed]);
  const shown = [...refused, ...(isHidden ? [listed] : [])];
  if (shown.length === 0) throw new Underivable('others may do all that its owner may');
  draft.steps.splice(before, draft.steps.length, ...shown);
  const thing = spaced(entity.name);
  return [draft.finish(`access.${entity.name}.others`, `a ${thing} is kept from those whose it is not`)];
}

/** Operations on one record of an entity that any account may try, those that delete last. */
function operationsOnOne({ model }: ScenarioDraft, entity: string): readonly Operation[] {
  return model.operations
    .filter(
      ({ entity: own, http, input, access, isPartial }) =>
        own === entity &&
        access?.roles === undefined &&
        http.path.filter((part) => typeof part !== 'string').length === 1 &&
        (isPartial || input.every((field) => field.isOptional || field.defaultValue !== undefined)),
    )
    .toSorted((a, b) => Number(a.http.method === 'DELETE') - Number(b.http.method === 'DELETE'));
}

/** The steps from an index on that a system would refuse, with what they are refused with. */
function refusedSteps(
  derivation: Derivation,
  steps: readonly ScenarioStep[],
  from: number,
): readonly ScenarioStep[] {
  const player = new ScenarioPlayer(new SimulatedSystem(derivation.model));
  return steps.flatMap((step, index): ScenarioStep[] => {
    const answer = playOrNothing(player, step);
    if (index < from || step.kind !== 'request' || answer === undefined || answer.status < 400) return [];
    return [{ ...step, expect: { status: answer.status, ...codeOf(answer) } }];
  });
}

function codeOf({ body }: SimulatedAnswer): { readonly body?: JsonValue } {
  return isObject(body) && body['code'] !== undefined ? { body: { code: body['code'] } } : {};
}

function playOrNothing(player: ScenarioPlayer, step: ScenarioStep): SimulatedAnswer | undefined {
  return whenSimulated(() => player.play(step), undefined);
}

function listStep(
  { model }: ScenarioDraft,
  entity: string,
  id: string,
  headers: Readonly<Record<string, string>>,
): ScenarioStep | undefined {
  const list = standardOperation(model, entity, 'list');
  if (list === undefined || list.access?.roles !== undefined) return undefined;
  const path = `${pathOf(model, list)}?${longestPage(list)}`;
  return { kind: 'request', method: 'GET', path, headers, expect: { status: 200, excludes: { id } } };
}

function isMet(derivation: Derivation, steps: readonly ScenarioStep[]): boolean {
  const player = new ScenarioPlayer(new SimulatedSystem(derivation.model));
  return steps.every((step) => {
    const answer = playOrNothing(player, step);
    return step.kind !== 'request' || (answer !== undefined && player.meets(answer, step.expect));
  });
}

/** That the system begins with its accounts: they can log in. */
export function seedScenarios(derivation: Derivation): readonly DerivedScenario[] {
  const draft = derivation.draft();
  const { model } = draft;
  const accounts = model.access?.accounts;
  const logIn = accounts && logInOperation(model, accounts);
  for (const profile of profilesOf(model)) {
    if (profile.kind !== 'seed' || logIn === undefined) continue;
    const body = logIn.operation.input.map(({ name }) => [name, profile.login[name] ?? null]);
    draft.request(logIn.operation, {
      body: Object.fromEntries(body),
      expect: { status: logIn.operation.answer.status },
    });
  }
  if (draft.steps.length === 0)
    throw new Underivable('no request of the interface shows what the system begins with');
  return [draft.finish('seed', 'the accounts that the system begins with can log in')];
}
