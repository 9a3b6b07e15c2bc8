import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { ComponentDocument } from '../../blueprint/document.ts';
import { typeOfField } from '../../expression/value-type.ts';
import type { LiveFeedComponent } from '../../model/dataflow.ts';
import { lowerListened } from '../feeds/lower-listened.ts';
import type { LoweringContext } from '../lowering-context.ts';
import { messageType } from './message-scope.ts';

export function lowerLiveFeed(
  name: string,
  document: Extract<ComponentDocument, { kind: 'LiveFeed' }>,
  path: DocumentPath,
  context: LoweringContext,
): LiveFeedComponent | undefined {
  const of = messageType(document.of, [...path, 'of'], context);
  const fields = Object.fromEntries((of?.fields ?? []).map((field) => [field.name, typeOfField(field)]));
  const listened = lowerListened(name, document, path, { name: 'message', fields }, context);
  if (of === undefined || listened === undefined) return undefined;
  const { event, keep } = document;
  return { kind: 'LiveFeed', ...listened, of, ...(event === undefined ? {} : { event }), keep };
}
