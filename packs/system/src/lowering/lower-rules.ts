import type { StepDocument } from '../blueprint/document.ts';
import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { Entity, EntityRules } from '../model/entity.ts';
import { variableName } from '../naming/identifier.ts';
import type { LoweringContext } from './lowering-context.ts';
import { OperationScope } from './operation-scope.ts';
import { configVariable } from './operation-signature.ts';
import { lowerSteps } from './steps/lower-steps.ts';
import { innerDocuments } from './steps/walk-documents.ts';
import { reportPages, withWholeLists } from './steps/whole-lists.ts';

/** The entities with the rules that hold for their records. */
export function lowerRules(context: LoweringContext): Entity[] {
  return [...context.entities.values()].map((entity) => {
    const documents = context.source.document.entities[entity.name]?.rules;
    if (documents === undefined) return entity;
    return { ...entity, rules: rulesOf(entity, documents, context) };
  });
}

function rulesOf(entity: Entity, documents: readonly StepDocument[], context: LoweringContext): EntityRules {
  const path = ['entities', entity.name, 'rules'];
  const variable = variableName(entity.name);
  reportWrites(documents, path, variable, context);
  const scope = new OperationScope(context, {
    now: { kind: 'datetime' },
    today: { kind: 'date' },
    ...configVariable(context),
    [variable]: { kind: 'record', entity: entity.name },
  });
  const read = lowerSteps(documents, path, {
    scope,
    input: { fields: [], path },
    parameters: [],
    lowerSteps,
  });
  const steps = withWholeLists(read, { status: 204, body: { kind: 'empty' } });
  reportPages(documents, steps, path, scope);
  return { variable, steps };
}

const writes = ['create', 'update', 'upsert', 'increment', 'delete', 'emit', 'signIn', 'signOut'];

/** A rule that wrote would have to be checked again. */
function reportWrites(
  documents: readonly StepDocument[],
  path: DocumentPath,
  variable: string,
  context: LoweringContext,
): void {
  documents.forEach((document, index) => {
    const place = [...path, index];
    const key = writes.find((name) => name in document);
    if (key !== undefined) {
      context.problems.add({
        code: 'unknown_key',
        path: [...place, key],
        isKey: true,
        message: `\`${key}\` has no place in rules: they check what was written and write nothing themselves.`,
        suggestion: `Require what must hold of \`${variable}\`; write in an operation.`,
      });
    }
    for (const inner of innerDocuments(document)) {
      reportWrites(inner.steps, [...place, inner.key], variable, context);
    }
  });
}
