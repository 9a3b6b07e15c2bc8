import type { Entity } from '../model/entity.ts';
import type { Field } from '../model/field.ts';
import type { SystemModel } from '../model/system.ts';
import { explainField } from './explain-field.ts';
import { explainSteps } from './explain-steps.ts';
import { explainStates } from './explain-states.ts';
import type { Point, Topic } from './explanation.ts';
import { joinAnd } from './phrases.ts';

/** A part of an entity that nobody explains is a type error here. */
const parts: { readonly [Part in keyof Entity]-?: (entity: Entity, model: SystemModel) => readonly Point[] } =
  {
    name: () => [],
    plural: () => [],
    was: () => [],
    collection: () => [],
    isInternal: () => [],
    versionsOf: () => [],
    endsAt: () => [],
    description: ({ description }) => (description === undefined ? [] : [{ text: description }]),
    fields: ({ fields }) =>
      fields.filter((field) => field.managed === undefined).map((field) => explainField(field)),
    computed: ({ computed = [] }) =>
      computed.map((field) => ({ text: `${field.name}: computed, ${field.computed.source}` })),
    rules: ({ rules }, model) => explainRules(rules, model),
    expires: ({ expires }) => (expires === undefined ? [] : [{ text: `gone from ${expires.source} on` }]),
    keptKeys: ({ keptKeys = [] }) =>
      keptKeys
        .filter(({ where, ignoreCase, otherwise }) => where ?? otherwise ?? ignoreCase)
        .map(({ fields, ignoreCase, where, otherwise }) => ({
          text: `${joinAnd(fields)} ${fields.length === 1 ? 'is' : 'are'} unique${fields.length === 1 ? '' : ' together'}${ignoreCase ? ' ignoring case' : ''}${where === undefined ? '' : ` where ${where.source}`}`,
          ...(otherwise === undefined ? {} : { refusals: [otherwise] }),
        })),
    isSoftDeleted: ({ isSoftDeleted }) =>
      isSoftDeleted === true ? [{ text: 'deleted records are kept, and nothing finds them' }] : [],
    versions: ({ versions }) =>
      versions === undefined
        ? []
        : [
            { text: 'records count their versions, told as ETag' },
            ...(versions.history === undefined
              ? []
              : [{ text: `every version is kept, and steps read it as ${versions.history}` }]),
          ],
    machine: ({ machine }) => (machine === undefined ? [] : [explainStates(machine)]),
    uniqueTogether: ({ uniqueTogether }) =>
      uniqueTogether.map((names) => ({ text: `${joinAnd(names)} are unique together` })),
  };

/** An entity: its fields, its states, what is unique, what happens to it when others are deleted. */
export function explainEntity(entity: Entity, model: SystemModel): Topic {
  return {
    title: entity.name,
    label: `${model.http.prefix}/${entity.collection}`,
    points: [
      ...Object.values(parts).flatMap((explain) => explain(entity, model)),
      ...entity.fields.flatMap((field) => explainDeletion(entity, field)),
    ],
  };
}

function explainRules(rules: Entity['rules'], model: SystemModel): readonly Point[] {
  if (rules === undefined) return [];
  const points = explainSteps(rules.steps, model);
  return [{ text: `whenever ${rules.variable} has been written:`, points }];
}

function explainDeletion(entity: Entity, { name, type }: Field): readonly Point[] {
  const reference = type.kind === 'list' ? type.of : type;
  if (reference.kind !== 'reference') return [];
  const what = `When the ${reference.entity} in ${name} is deleted:`;
  switch (reference.onDelete) {
    case 'restrict':
      return [{ text: `${what} that is refused`, refusals: [{ status: 409, code: 'in_use' }] }];
    case 'cascade':
      return [{ text: `${what} the ${entity.name} is deleted too` }];
    case 'clear':
      return [{ text: `${what} ${name} is emptied` }];
  }
}
