import type { ReadBlueprint } from '../blueprint/document.ts';
import { isSafeTypeName } from '../naming/identifier.ts';
import { pascalCase } from '../naming/letter-case.ts';

/** What operations stand under where there are no entities: the system itself, which only calculates or passes on. */
export function serviceName({ name, entities, operations }: ReadBlueprint): string | undefined {
  if (Object.keys(entities).length > 0 || Object.keys(operations ?? {}).length === 0) return undefined;
  const own = pascalCase(name);
  return isSafeTypeName(own) ? own : `${own}Service`;
}
