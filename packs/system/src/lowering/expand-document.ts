import type { BlueprintDocument, OperationDocument } from '../blueprint/document.ts';
import { Problems } from '../blueprint/problems.ts';
import { readBlueprintDocument } from '../blueprint/read-blueprint.ts';
import { lowerAccess } from './access/lower-access.ts';
import { lowerConfig } from './lower-config.ts';
import { lowerEntities } from './lower-entity.ts';
import { lowerTypes } from './lower-types.ts';
import { planOperations } from './lower-operations.ts';

/**
 * The same blueprint with every standard operation and action written out, as a person would have written it. Throws a
 * BlueprintError when the document has no right shape.
 */
export function expandDocument(document: BlueprintDocument): BlueprintDocument {
  const source = readBlueprintDocument(document);
  const problems = new Problems(source);
  const names = lowerTypes(source.document, problems);
  const entities = lowerEntities(source.document.entities, names, problems);
  const config = lowerConfig(source.document.config, names, problems);
  const declared = {
    source,
    problems,
    names,
    entities,
    internals: new Map(),
    events: new Map(),
    config,
    slots: [],
  };
  const access = lowerAccess(source.document.access, declared);
  const operations: Record<string, OperationDocument> = {};
  for (const { name, document: operation } of planOperations(source, entities, access))
    operations[name] = operation;
  return { ...document, operations };
}
