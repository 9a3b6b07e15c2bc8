import { passwordFields } from '../../model/secret-fields.ts';
import type { Accounts } from '../../model/access.ts';
import type { JsonValue } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { sampleSettings } from '../samples/sample-settings.ts';
import { signUpOperation } from './sign-in-operations.ts';

/** A kind of account that somebody can have: who signs up, or who is there from the beginning. */
export type Profile =
  | { readonly kind: 'newcomer'; readonly roles: readonly string[] }
  | {
      readonly kind: 'seed';
      readonly roles: readonly string[];
      /** What logs the account in. */
      readonly login: Readonly<Record<string, JsonValue>>;
    };

/** The accounts that can be had, first the one that opens most. */
export function profilesOf(model: SystemModel): readonly Profile[] {
  const accounts = model.access?.accounts;
  if (accounts === undefined) return [];
  const all = [...newcomers(model, accounts), ...seeds(model, accounts)];
  return all.toSorted((a, b) => opened(b, model) - opened(a, model));
}

/** How many operations a profile may use. */
function opened({ roles }: Profile, { operations }: SystemModel): number {
  return operations.filter(
    ({ access }) => access?.roles === undefined || access.roles.some((role) => roles.includes(role)),
  ).length;
}

function newcomers(model: SystemModel, accounts: Accounts): readonly Profile[] {
  const signUp = signUpOperation(model, accounts);
  if (signUp === undefined) return [];
  const create = signUp.steps.find((step) => step.kind === 'create' && step.entity === accounts.entity);
  const set =
    create?.kind === 'create' ? create.set.find(({ field }) => field === accounts.roles) : undefined;
  const field = roleField(model, accounts);
  const standard = field?.defaultValue?.kind === 'literal' ? field.defaultValue.value : undefined;
  const given = set?.value.node.kind === 'literal' ? set.value.node.value : standard;
  return [{ kind: 'newcomer', roles: texts(given) }];
}

function seeds(model: SystemModel, accounts: Accounts): readonly Profile[] {
  const settings = sampleSettings(model);
  const entity = model.entities.find(({ name }) => name === accounts.entity);
  const secrets = new Set(entity === undefined ? [] : passwordFields(entity).map(({ name }) => name));
  const standard = roleField(model, accounts)?.defaultValue;
  return (model.seed ?? [])
    .filter((seed) => seed.entity === accounts.entity)
    .flatMap(({ records }) => records)
    .flatMap((record): Profile[] => {
      const values = record.values.flatMap((value): [string, JsonValue][] => {
        if (value.kind === 'reference') return [];
        return [[value.field, value.kind === 'literal' ? value.value : (settings[value.setting] ?? null)]];
      });
      const known = Object.fromEntries(values);
      const role = accounts.roles === undefined ? undefined : known[accounts.roles];
      const isOpen = [...secrets].every((name) => typeof known[name] === 'string');
      const roles = texts(role ?? (standard?.kind === 'literal' ? standard.value : undefined));
      return isOpen ? [{ kind: 'seed', roles, login: known }] : [];
    });
}

function roleField({ entities }: SystemModel, accounts: Accounts) {
  return entities
    .find(({ name }) => name === accounts.entity)
    ?.fields.find(({ name }) => name === accounts.roles);
}

function texts(value: unknown): readonly string[] {
  const all = Array.isArray(value) ? value : [value];
  return all.filter((one) => typeof one === 'string');
}
