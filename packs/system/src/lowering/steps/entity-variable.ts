import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Entity } from '../../model/entity.ts';
import { variableName } from '../../naming/identifier.ts';
import { camelCase, pascalCase } from '../../naming/letter-case.ts';
import { suggestName } from '../../naming/nearest-name.ts';
import type { OperationScope } from '../operation-scope.ts';

/** Reads `Shift as shift`; the variable is named after the entity when nothing else is said. Problems are reported. */
export function readEntityVariable(
  text: string,
  path: DocumentPath,
  scope: OperationScope,
  standardName: (entity: Entity) => string = (entity) => variableName(entity.name),
): { readonly entity: Entity; readonly variable: string } | undefined {
  const { problems, entities } = scope.context;
  const match = parseEntityVariable(text);
  if (match === undefined) {
    const [, variable] = /\sas\s+(\S+)$/.exec(text.trim()) ?? [];
    if (variable !== undefined && !/^[a-z][A-Za-z0-9]*$/.test(variable)) {
      problems.add({
        code: 'invalid_name',
        path,
        offset: text.lastIndexOf(variable),
        message: `\`${variable}\` cannot be the name of a variable.`,
        suggestion: `Write \`${camelCase(variable)}\`.`,
      });
      return undefined;
    }
    problems.add({
      code: 'unknown_entity',
      path,
      message: `Expected an entity, got \`${text}\`.`,
      suggestion: suggestName(pascalCase(text), entities.keys()) ?? 'Write `Shift` or `Shift as shift`.',
    });
    return undefined;
  }
  const entity = entities.get(match.entity);
  if (entity === undefined) {
    scope.declareBroken(match.variable ?? variableName(match.entity));
    problems.add({
      code: 'unknown_entity',
      path,
      message: `There is no entity \`${match.entity}\`.`,
      suggestion: suggestName(match.entity, entities.keys()),
    });
    return undefined;
  }
  return { entity, variable: match.variable ?? standardName(entity) };
}

/** `Shift as shift` → its two names. */
export function parseEntityVariable(
  text: string,
): { readonly entity: string; readonly variable: string | undefined } | undefined {
  const match = /^([A-Z][A-Za-z0-9]*)(?:\s+as\s+([a-z][A-Za-z0-9]*))?$/.exec(text.trim());
  return match?.[1] === undefined ? undefined : { entity: match[1], variable: match[2] };
}
