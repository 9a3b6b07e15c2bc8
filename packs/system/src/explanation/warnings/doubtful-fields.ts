import { pascalCase } from '../../naming/letter-case.ts';
import type { Entity } from '../../model/entity.ts';
import type { Field } from '../../model/field.ts';
import { publicEntities } from '../../model/public-entities.ts';
import type { SystemModel } from '../../model/system.ts';
import type { FoundWarning, WarningFinder } from './warning-finder.ts';

type FieldCheck = (
  field: Field,
  entity: Entity,
  model: SystemModel,
) => Omit<FoundWarning, 'path'> | undefined;

/** Fields whose name says something that their type does not. */
export const doubtfulFields: WarningFinder = (model) =>
  publicEntities(model).flatMap((entity) =>
    entity.fields
      .filter((field) => field.managed === undefined)
      .flatMap((field) =>
        checks.flatMap((check): FoundWarning[] => {
          const found = check(field, entity, model);
          return found === undefined
            ? []
            : [{ ...found, path: ['entities', entity.name, 'fields', field.name] }];
        }),
      ),
  );

const checks: readonly FieldCheck[] = [idThatIsText, formatThatIsText, timeThatIsText, negativeAmount];

function idThatIsText({ name, type }: Field, _: Entity, { entities }: SystemModel) {
  const target = /^(.+)Id$/.exec(name)?.[1];
  const entity = entities.find((one) => target !== undefined && pascalCase(target).endsWith(one.name));
  if (target === undefined || entity === undefined || type.kind === 'reference') return undefined;
  return {
    code: 'id_without_reference',
    message: `${name} takes any value; that a ${entity.name} of this id exists is not checked.`,
    suggestion: `Write \`${target}: ${entity.name}\`; the request then gives the id as \`${target}\`.`,
  };
}

const formatWords: readonly (readonly [RegExp, string])[] = [
  [/(^|[a-z])[eE]-?[mM]ail(Address)?$/, 'email'],
  [/(^u|U)rl$|(^w|W)ebsite$/, 'url'],
  [/(^p|P)hone(Number)?$/, 'phone'],
  [/^isbn$/, 'isbn'],
];

function formatThatIsText({ name, type }: Field) {
  if (type.kind !== 'text' || type.format !== undefined || type.pattern !== undefined) return undefined;
  const format = formatWords.find(([word]) => word.test(name))?.[1];
  if (format === undefined) return undefined;
  return {
    code: 'unchecked_format',
    message: `${name} takes any text.`,
    suggestion: `Write \`${name}: ${format}\` to have it checked.`,
  };
}

function timeThatIsText({ name, type }: Field) {
  if (type.kind !== 'text' || !/[a-z](At|On|Date)$|^date$|[a-z]Time$/.test(name)) return undefined;
  return {
    code: 'time_as_text',
    message: `${name} takes any text, which cannot be compared with \`now\` or \`today\`.`,
    suggestion: `Write \`${name}: datetime\` or \`${name}: date\`.`,
  };
}

const countedThings =
  /(^|[a-z])(price|cost|amount|quantity|stock|seats|capacity|places|stars|percent|total|balance|age|weight|size|count)$/i;

function negativeAmount({ name, type }: Field) {
  const isNumber = type.kind === 'integer' || type.kind === 'number' || type.kind === 'money';
  if (!isNumber || type.minimum !== undefined || !(type.kind === 'money' || countedThings.test(name)))
    return undefined;
  return {
    code: 'may_be_negative',
    message: `${name} may be negative.`,
    suggestion: `Write \`${name}: ${type.kind} 0..\` if it may not.`,
  };
}
