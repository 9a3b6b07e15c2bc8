import type { Setting } from '../model/config.ts';
import { explainField } from './explain-field.ts';
import type { Topic } from './explanation.ts';

/** One setting: its environment variable, and what that may hold. */
export function explainSetting(setting: Setting): Topic {
  const isRequired = !setting.isOptional && setting.defaultValue === undefined;
  return {
    title: setting.name,
    label: setting.variable,
    points: [
      explainField(setting),
      ...(isRequired ? [{ text: 'the system does not start without it' }] : []),
      ...(setting.isSecret ? [{ text: 'never logged' }] : []),
    ],
  };
}
