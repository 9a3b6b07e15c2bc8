import type { Operation, PatchFormat } from '../../model/operation.ts';
import type { JsonValue } from '../../model/scenario.ts';
import { bodyTypes, patchTypes } from '../../model/patch-types.ts';
import { pathOf } from '../find-operation.ts';
import { withArticle } from '../samples/with-article.ts';
import type { DerivedScenario, DraftRecord, ScenarioDraft } from '../scenario-draft.ts';
import type { Derivation } from './derivation.ts';
import { expectStoredIfShown } from './read-back.ts';

/** What an update takes besides the fields that change, and that it takes nothing else. */
export function patchScenarios(derivation: Derivation, update: Operation): readonly DerivedScenario[] {
  const { patch, entity } = update;
  if (patch === undefined) return [];
  const draft = derivation.draft();
  const record = draft.record(entity, { isFull: true });
  const found = changedField(draft, record, update);
  if (found === undefined) return [];
  const send = patchSender(draft, record, update);
  if (patch.accepts.includes('json-patch')) sendJsonPatches(send, found);
  if (patch.accepts.includes('merge-patch'))
    send('merge-patch', { [found.name]: found.last }, update.answer.status);
  const last = patch.accepts.includes('merge-patch') ? found.last : found.next;
  expectStoredIfShown(draft, record, { ...record.body, [found.name]: last });
  draft.steps.push({
    kind: 'request',
    method: 'PATCH',
    path: pathOf(draft.model, update, () => record.id),
    headers: { ...draft.actors.headersFor(update), 'content-type': 'text/plain' },
    body: {},
    expect: {
      status: 415,
      body: { code: 'unsupported_media_type' },
      headers: { 'accept-patch': bodyTypes(update).join(', ') },
    },
  });
  return [draft.finish(`api.${entity}.patch`, `${withArticle(entity)} can be changed by patches`)];
}

interface ChangedField {
  readonly name: string;
  readonly now: JsonValue;
  readonly next: JsonValue;
  readonly last: JsonValue;
}

type Send = (format: PatchFormat, body: JsonValue, status: number, code?: string) => void;

function sendJsonPatches(send: Send, { name, now, next }: ChangedField): void {
  const path = `/${name}`;
  const replace = [
    { op: 'test', path, value: now },
    { op: 'replace', path, value: next },
  ];
  send('json-patch', replace, 200);
  send('json-patch', replace, 409, 'patch_test_failed');
  const nowhere = [{ op: 'replace', path: `${path}/nothing/here`, value: next }];
  send('json-patch', nowhere, 422, 'patch_target_missing');
  send('json-patch', [{ op: 'mend', path }], 400, 'invalid_patch');
}

function patchSender(draft: ScenarioDraft, record: DraftRecord, update: Operation): Send {
  return (format, body, status, code) => {
    draft.request(update, {
      id: record.id,
      own: { 'content-type': patchTypes[format] },
      body,
      expect: { status, body: code === undefined ? { id: record.id } : { code } },
    });
  };
}

/** A field that can be changed to other values and that answers show. */
function changedField(
  draft: ScenarioDraft,
  record: DraftRecord,
  { input }: Operation,
): ChangedField | undefined {
  for (const field of input) {
    const now = record.body[field.name];
    const isScalar = now !== null && ['string', 'number', 'boolean'].includes(typeof now);
    if (!isScalar || now === undefined || field.isHidden || field.type.kind === 'reference') continue;
    if (field.unique !== undefined || field.type.kind === 'datetime') continue;
    const [next, last] = [draft.value(record.entity, field, 1), draft.value(record.entity, field, 2)];
    if (next !== now) return { name: field.name, now, next, last };
  }
  return undefined;
}
