import type { Setting } from '../../model/config.ts';
import type { JsonValue } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { sampleValue } from './sample-value.ts';

/** What the settings are when the environment is the sample one: their defaults, or values made for tests. */
export function sampleSettings({ config = [] }: SystemModel): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(config.map((setting) => [setting.name, settingValue(setting)]));
}

/** The environment that tests give to a system: a value for every setting without which it does not start. */
export function sampleEnvironment({ config = [] }: SystemModel): Readonly<Record<string, string>> {
  return Object.fromEntries(
    config.filter(isRequired).map((setting) => [setting.variable, environmentText(settingValue(setting))]),
  );
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
