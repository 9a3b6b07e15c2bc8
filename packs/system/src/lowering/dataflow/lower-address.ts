import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Address, SettingReference } from '../../model/dataflow.ts';
import { suggestName } from '../../naming/nearest-name.ts';
import type { LoweringContext } from '../lowering-context.ts';

/** `https://…` or `config.scoresUrl`. */
export function lowerAddress(text: string, path: DocumentPath, context: LoweringContext): Address {
  return text.startsWith('config.') ? lowerSetting(text, path, context) : { kind: 'url', url: text };
}

/** `config.webhookSecret`: a text that the environment always gives. */
export function lowerSetting(text: string, path: DocumentPath, context: LoweringContext): SettingReference {
  const name = text.slice('config.'.length);
  const setting = context.config.find((one) => one.name === name);
  if (setting === undefined) {
    const names = context.config.map((one) => one.name);
    context.problems.add({
      code: 'unknown_name',
      path,
      message: `There is no setting \`${name}\` under \`config\`.`,
      suggestion: suggestName(name, names) ?? `Write \`config: { ${name}: url }\` at the top.`,
    });
  } else if (setting.type.kind !== 'text' || (setting.isOptional && setting.defaultValue === undefined)) {
    context.problems.add({
      code: 'not_assignable',
      path,
      message: `\`${text}\` must be a text that is always there.`,
      suggestion: `Write \`${name}: url\` under \`config\`.`,
    });
  }
  return { kind: 'setting', setting: name };
}
