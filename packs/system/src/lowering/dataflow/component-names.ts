import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import { isSafeVariable, variableName } from '../../naming/identifier.ts';
import type { LoweringContext } from '../lowering-context.ts';

/** Variables of `main.ts` that are no components, and components that are derived. */
const takenNames: ReadonlySet<string> = new Set([
  'system',
  'clock',
  'config',
  'journal',
  'topics',
  'api',
  'store',
]);

/** Members that every component has. */
const takenPorts: ReadonlySet<string> = new Set(
  'in out otherwise failed name errors setup process cleanup receives sends requests replies handle forward fail context now today way route constructor'.split(
    ' ',
  ),
);

export function reportComponentName(
  name: string,
  path: DocumentPath,
  { problems, entities }: LoweringContext,
): void {
  const isEntity = [...entities.keys()].some((entity) => variableName(entity) === name);
  if (isSafeVariable(name) && !isEntity && !takenNames.has(name) && !name.endsWith('Controller')) return;
  problems.add({
    code: 'reserved_name',
    path,
    isKey: true,
    message: `\`${name}\` cannot be the name of a component: generated code needs that name for something else.`,
    suggestion: `Say what it does: \`${name}Messages\`.`,
  });
}

export function reportRouteNames(
  names: readonly string[],
  path: DocumentPath,
  { problems }: LoweringContext,
): void {
  for (const name of names) {
    if (!takenPorts.has(name)) continue;
    problems.add({
      code: 'reserved_name',
      path: [...path, name],
      isKey: true,
      message: `\`${name}\` cannot be the name of a route: every component has it for something else.`,
      suggestion: `Write \`${name}Ones\`, or a word that says more.`,
    });
  }
}
