import { analyse } from '../analysis/analyse.ts';
import type { BlueprintDocument } from '../blueprint/document.ts';
import { writeBlueprint } from '../blueprint/write-blueprint.ts';
import type { Requirements } from '../requirements/requirements.ts';
import { understandBlueprint } from './understand-blueprint.ts';
import { assertEntities, assertSentences } from './limits.ts';
import { requestKind } from './request-kind.ts';

/** What a request asks for, and the blueprint that answers it. */
export interface Understanding {
  readonly requirements: Requirements;
  readonly document: BlueprintDocument;
  /** The blueprint as people read and edit it: their own text when the request was one. */
  readonly blueprint: string;
}

/**
 * Reads a request, whatever it is written in. Pure and synchronous.
 * @param answers to questions of an earlier reading, by the question's id
 * @throws RequestTooLargeError, RequestTooWideError, MeaninglessRequestError, ContradictionError for prose; BlueprintError for a blueprint
 */
export function understand(request: string, answers: Readonly<Record<string, string>> = {}): Understanding {
  if (requestKind(request) === 'blueprint') return understandBlueprint(request);
  assertSentences(request);
  const { requirements, document } = analyse(request, { answers });
  assertEntities(document.entities);
  return { requirements, document, blueprint: writeBlueprint(document) };
}
