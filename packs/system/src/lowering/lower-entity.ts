import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { EntityDocument } from '../blueprint/document.ts';
import type { Problems } from '../blueprint/problems.ts';
import type { Entity, StateMachine } from '../model/entity.ts';
import type { Field } from '../model/field.ts';
import { isSafeTypeName } from '../naming/identifier.ts';
import { kebabCase } from '../naming/letter-case.ts';
import { plural } from '../naming/plural.ts';
import { lowerComputed, writtenComputations } from './computed-fields.ts';
import { withDefaultExpressions } from './default-expressions.ts';
import { reportEarlierFieldNames, reportEarlierNames } from './earlier-names.ts';
import { lowerEntityFields } from './lower-fields.ts';
import type { TypeNames } from './type-names.ts';
import { lifeFields, lowerLife, reportLifeFields } from './lower-life.ts';
import { lowerStates } from './lower-states.ts';
import { isManagedName } from './managed-fields.ts';

/** Lowers all entities: their fields with the managed ones, their state machines, their names. */
export function lowerEntities(
  documents: Readonly<Record<string, EntityDocument>>,
  names: TypeNames,
  problems: Problems,
): Map<string, Entity> {
  const entities = new Map<string, Entity>();
  const taken = new Map<string, string>();
  for (const [name, document] of Object.entries(documents)) {
    const path = ['entities', name];
    reportName(name, path, problems);
    const entity = lowerEntity(name, document, names, path, problems);
    for (const claim of new Set([name.toLowerCase(), `/${entity.collection}`])) {
      const owner = taken.get(claim);
      if (owner !== undefined) {
        problems.add({
          code: 'name_clash',
          path,
          isKey: true,
          message: claim.startsWith('/')
            ? `\`${name}\` and \`${owner}\` have the same collection, \`${claim}\`.`
            : `\`${name}\` and \`${owner}\` differ only by case.`,
          suggestion: claim.startsWith('/') ? 'Give one of them another `plural`.' : undefined,
        });
      }
      taken.set(claim, name);
    }
    entities.set(name, entity);
  }
  reportEarlierNames(documents, problems);
  return entities;
}

function reportName(name: string, path: DocumentPath, problems: Problems): void {
  if (isSafeTypeName(name)) return;
  problems.add({
    code: 'reserved_name',
    path,
    isKey: true,
    message: `\`${name}\` cannot be the name of an entity: generated code needs that name for something else.`,
    suggestion: `Write \`${name}Entry\`, or a word that says more.`,
  });
}

function lowerEntity(
  name: string,
  document: EntityDocument,
  names: TypeNames,
  path: DocumentPath,
  problems: Problems,
): Entity {
  const place = [...path, 'fields'];
  const read = lowerEntityFields(document.fields, names, place, problems);
  const declared = withDefaultExpressions(name, read, document.fields, place, problems);
  const computations = writtenComputations(document.fields);
  reportManaged(document, path, problems);
  const machine =
    document.states === undefined ? undefined : lowerStates(document.states, [...path, 'states'], problems);
  const own = keptFields(document, declared, machine);
  const { fields, life } = lowerLife(document, name, own, path, problems);
  const computed = lowerComputed(name, declared, fields, computations, [...path, 'fields'], problems);
  reportEarlierFieldNames(fields, path, machine?.field, problems);
  const pluralName = document.plural ?? plural(name);
  return {
    name,
    plural: pluralName,
    collection: kebabCase(pluralName),
    ...(document.description === undefined ? {} : { description: document.description }),
    ...(document.was === undefined ? {} : { was: document.was }),
    fields,
    ...(computed.length === 0 ? {} : { computed }),
    ...(machine === undefined ? {} : { machine }),
    ...life,
  };
}

/** The fields that are kept: the declared ones, the state, and those that the tables keep. */
function keptFields(
  document: EntityDocument,
  declared: readonly Field[],
  machine: StateMachine | undefined,
): readonly Field[] {
  const computations = writtenComputations(document.fields);
  const state = machine === undefined ? [] : [stateField(machine, document.states?.was)];
  const managed = [...state, ...lifeFields(document)];
  const isTaken = (name: string) => isManagedName(name) || managed.some((field) => field.name === name);
  return [...declared.filter(({ name }) => !isTaken(name) && !computations.has(name)), ...managed];
}

function stateField(machine: StateMachine, was: string | undefined): Field {
  return {
    name: machine.field,
    type: { kind: 'enum', values: machine.states },
    isOptional: false,
    defaultValue: { kind: 'literal', value: machine.initial },
    managed: 'state',
    ...(was === undefined ? {} : { was }),
  };
}

function reportManaged(document: EntityDocument, path: DocumentPath, problems: Problems): void {
  reportLifeFields(document, path, problems);
  for (const name of Object.keys(document.fields)) {
    if (isManagedName(name)) {
      problems.add({
        code: 'reserved_name',
        path: [...path, 'fields', name],
        isKey: true,
        message: `Every record has \`${name}\` already.`,
        suggestion: 'Leave the field out, or give it another name.',
      });
    }
    if (name === document.states?.field) {
      problems.add({
        code: 'name_clash',
        path: [...path, 'fields', name],
        isKey: true,
        message: `\`${name}\` is the field that holds the state.`,
        suggestion: 'Leave the field out, or name another one with `states.field`.',
      });
    }
  }
}
