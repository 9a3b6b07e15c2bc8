import type { Setting } from '../../model/config.ts';
import type { JsonValue } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { addressOf, componentSettings } from '../../generation/plan/component-config.ts';
import { dataflowOf } from '../../model/http-sources.ts';
import { usesTopics } from '../../generation/plan/dataflow-plan.ts';
import { hashesPasswords } from '../../generation/components/access/entrance-config.ts';
import { sampleValue } from './sample-value.ts';

/** What the settings are when the environment is the sample one: their defaults, or values made for tests. */
export function sampleSettings(model: SystemModel): Readonly<Record<string, JsonValue>> {
  const valueOf = (setting: Setting) => {
    if (isKeys(setting, model)) return sampleKeys;
    return isAddress(setting, model) ? nobody : settingValue(setting);
  };
  return Object.fromEntries((model.config ?? []).map((setting) => [setting.name, valueOf(setting)]));
}

/** A list with one key. */
const sampleKeys = 'tester:example-key-of-tests';

/** The environment that tests give to a system: values for settings without which it does not start; flows are held. */
export function sampleEnvironment(model: SystemModel): Readonly<Record<string, string>> {
  const values = sampleSettings(model);
  const settings = (model.config ?? []).filter(
    (setting) => isRequired(setting) || isKeys(setting, model) || isAddress(setting, model),
  );
  return {
    ...Object.fromEntries(
      settings.map(({ name, variable }) => [variable, environmentText(values[name] ?? null)]),
    ),
    ...Object.fromEntries(
      componentSettings(model).flatMap(({ kind, variable }) => (kind === 'url' ? [[variable, nobody]] : [])),
    ),
    // Tests have no broker.
    ...(usesTopics(model) ? { NATS_URL: 'memory:' } : {}),
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

/** An address where nobody answers: a system under test calls nobody. */
const nobody = 'http://127.0.0.1:9/';

/** Whether the setting holds an address that a component calls: tests always set it. */
export function isAddress({ name }: Setting, model: SystemModel): boolean {
  return dataflowOf(model).some((component) => {
    const address = addressOf(component);
    return address?.kind === 'setting' && address.setting === name;
  });
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
