import { blueprintSchema, type BlueprintDocument } from '../../blueprint/document.ts';
import { capitalise } from '../../naming/letter-case.ts';
import { kebab } from '../words/names.ts';
import type { Draft, EntityDraft } from './draft.ts';
import { offeredBy } from './features.ts';
import { writeField } from './field-notation.ts';
import type { Ledger } from './ledger.ts';

type EntityDocument = BlueprintDocument['entities'][string];

/** Writes the draft as a blueprint document. */
export function writeDocument(draft: Draft, ledger: Ledger): BlueprintDocument {
  const entities: Record<string, EntityDocument> = {};
  for (const entity of draft.entities.values()) entities[entity.name] = writeEntity(entity, ledger);
  const words = draft.title?.value ?? [];
  const title =
    words.length > 0
      ? words
      : [Object.keys(entities)[0] ?? 'records', 'records'].map((word) => word.toLowerCase());
  const name = kebab(title) || 'records';
  const http = { port: draft.port?.value ?? 8080, ...(draft.prefix ? { prefix: draft.prefix.value } : {}) };
  const document: BlueprintDocument = {
    millwright: 1,
    name,
    title: capitalise(title.join(' ')),
    entities,
    ...(draft.operations.size > 0 ? { operations: Object.fromEntries(draft.operations) } : {}),
    storage: draft.storage?.value ?? 'memory',
    interfaces: { http },
  };
  blueprintSchema.parse(document);
  return document;
}

function writeEntity(entity: EntityDraft, ledger: Ledger): EntityDocument {
  const fields: Record<string, string> = {};
  for (const field of entity.fields.values()) {
    const target = `entities.${entity.name}.fields.${field.name}`;
    const { notation, lost } = writeField(field, target, ledger);
    fields[field.name] = notation;
    for (const what of lost) ledger.lose(target, what);
  }
  const api = offeredBy(entity);
  const unique = entity.unique.filter(
    (set) => set.length > 1 && set.every((name) => isKeyField(entity, name)),
  );
  return {
    ...(entity.plural ? { plural: entity.plural } : {}),
    fields,
    ...(unique.length > 0 ? { unique: unique.map((set) => [...set]) } : {}),
    ...(entity.machine ? { states: writeMachine(entity.machine) } : {}),
    ...(api ? { api: [...api] } : {}),
    ...(entity.sort ? { sort: entity.sort } : {}),
  };
}

function isKeyField(entity: EntityDraft, name: string): boolean {
  const field = entity.fields.get(name);
  return field ? !field.isList : entity.machine?.field === name;
}

function writeMachine(machine: NonNullable<EntityDraft['machine']>): NonNullable<EntityDocument['states']> {
  const actions: Record<string, string> = {};
  for (const action of machine.actions.values())
    actions[action.name] = `${action.from.join(', ')} -> ${action.to}`;
  return { field: machine.field, values: [...machine.values], actions };
}
