import { UsageError } from '../errors.ts';
import { nearestWord } from '../cli/nearest-word.ts';
import { type FactoryFolders, openFactory } from './open-factory.ts';

/** The request of a template. @throws UsageError when no pack has one of this name. */
export async function readTemplate(name: string, folders: FactoryFolders): Promise<string> {
  await using factory = openFactory(folders);
  const packs = await factory.packs();
  const names = [...packs.templates.keys()];
  // The name alone does where it is clear whose it is.
  const meant = names.filter((one) => one === name || one.endsWith(`/${name}`));
  const template = meant.length === 1 ? packs.templates.get(meant[0] ?? '') : undefined;
  if (template !== undefined) return template.request;
  const near = nearestWord(name, names);
  const remedy = near ? `Did you mean ${near}?` : 'millwright templates list shows those there are.';
  throw new UsageError('unknown_template', `There is no template ${name}.`, remedy);
}
