import { standardTextLength } from '../blueprint/text-length.ts';
import type { Field } from '../model/field.ts';
import type { SystemModel } from '../model/system.ts';
import { joinAnd } from './phrases.ts';

/** Each tells one thing that holds though nobody wrote it; nothing when it does not apply. */
const conventions: readonly ((model: SystemModel) => string | undefined)[] = [
  ({ operations }) => {
    const names = operations.filter(({ origin }) => origin === 'standard').map(({ name }) => name);
    return names.length === 0
      ? undefined
      : `Standard operations: ${joinAnd(names)}. \`api\` of an entity chooses among them.`;
  },
  ({ operations }) => {
    const names = operations.filter(({ origin }) => origin === 'action').map(({ name }) => name);
    return names.length === 0 ? undefined : `Operations made of actions: ${joinAnd(names)}.`;
  },
  ({ entities }) =>
    entities.length > 0
      ? 'Every record has id (UUID), createdAt and updatedAt; no request sets them.'
      : undefined,
  ({ entities }) =>
    entities.some(({ fields }) => fields.some(hasStandardLength))
      ? `Required text without a range has ${standardTextLength.minimum} to ${standardTextLength.maximum} characters.`
      : undefined,
  ({ operations }) =>
    operations.some(({ input }) => input.length > 0)
      ? 'Bodies: 400 invalid_json when it is not JSON; 400 invalid_input when a value breaks its field, a key is unknown, a required one is missing, or an id belongs to no record (errors[] names each field); 413 body_too_large over 1 MiB; 415 unsupported_media_type unless application/json.'
      : undefined,
  () => '400 invalid_input for query parameters that an operation does not have.',
  () =>
    'Unknown paths: 404 route_not_found; known ones with another method: 405 method_not_allowed. Errors are application/problem+json with status, code and detail.',
  () => 'Optional values that are absent are answered as null.',
  ({ entities }) =>
    entities.length > 0
      ? 'An operation is one transaction: refused at any step, nothing it wrote remains.'
      : undefined,
  ({ storage, entities }) =>
    storage.kind === 'memory' && entities.length > 0
      ? 'Records are kept in memory: they are gone when the process ends (`storage: sqlite` keeps them).'
      : undefined,
  ({ http }) =>
    `It listens on port ${http.port}; PORT in the environment changes that, and HOST the address.`,
  () => 'Beside the operations: /health, /ready, /metrics and /openapi.json.',
];

/** What nobody wrote and holds all the same. */
export function explainDerived(model: SystemModel): readonly string[] {
  return conventions.flatMap((convention) => convention(model) ?? []);
}

function hasStandardLength({ type }: Field): boolean {
  return type.kind === 'text' && type.format === undefined && type.maxLength === standardTextLength.maximum;
}
