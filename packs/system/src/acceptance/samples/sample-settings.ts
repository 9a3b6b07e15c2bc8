import type { Setting } from '../../model/config.ts';
import type { JsonValue } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { hashesPasswords } from '../../generation/components/access/entrance-config.ts';
import { sampleValue } from './sample-value.ts';

/** What the settings are when the environment is the sample one: their defaults, or values made for tests. */
export function sampleSettings({ config = [], access }: SystemModel): Readonly<Record<string, JsonValue>> {
  const keys = access?.keys?.kind === 'settings' ? access.keys.setting : undefined;
  return Object.fromEntries(
    config.map((setting) => [setting.name, setting.name === keys ? sampleKeys : settingValue(setting)]),
  );
}

/** A list with one key. */
const sampleKeys = 'tester:sample-key-of-tests';

/** The environment that tests give to a system: values for settings without which it does not start; flows are held. */
export function sampleEnvironment(model: SystemModel): Readonly<Record<string, string>> {
  const values = sampleSettings(model);
  const settings = (model.config ?? []).filter((setting) => isRequired(setting) || isKeys(setting, model));
  return {
    ...Object.fromEntries(
      settings.map(({ name, variable }) => [variable, environmentText(values[name] ?? null)]),
    ),
    // Tests hash many passwords, and ask more often than anybody else.
    ...(hashesPasswords(model) ? { PASSWORD_COST: '10' } : {}),
    // What the system does by itself must not come between two requests of a test.
    ...(model.components.some(({ kind }) => kind === 'FlowRunner') ? { MILLWRIGHT_TEST_FLOWS: 'held' } : {}),
    ...(model.operations.some(({ rate }) => rate !== undefined) ? { RATE_LIMITS: 'off' } : {}),
  };
}

function isKeys({ name }: Setting, { access }: SystemModel): boolean {
  return access?.keys?.kind === 'settings' && access.keys.setting === name;
}

export function isRequired({ isOptional, defaultValue }: Setting): boolean {
  return !isOptional && defaultValue === undefined;
}

function settingValue(setting: Setting): JsonValue {
  const { name, isOptional, isSecret, defaultValue } = setting;
  if (defaultValue?.kind === 'literal') return defaultValue.value;
  if (isOptional) return null;
  if (isSecret && setting.type.kind === 'text')
    return `sample of ${name}`.padEnd(setting.type.minLength ?? 0, '.');
  return sampleValue(setting, { owner: name, n: 0, reference: () => undefined }) ?? '';
}

function environmentText(value: JsonValue): string {
  if (Array.isArray(value)) return value.map(environmentText).join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
