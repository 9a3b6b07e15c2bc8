import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { EntityDocument } from '../blueprint/document.ts';
import type { Problems } from '../blueprint/problems.ts';
import { checkExpression } from '../expression/check-expression.ts';
import type { KeptKey } from '../model/entity.ts';
import type { Field } from '../model/field.ts';
import { capitalise } from '../naming/letter-case.ts';
import { suggestName } from '../naming/nearest-name.ts';
import { recordScope } from './record-scope.ts';
import { lowerPlainRefusal } from './refusal.ts';

type Condition = Omit<KeptKey, 'kept'>;

/** What an entity says under `unique`. */
export interface UniqueRules {
  /** Sets that hold for all records, as they are. */
  readonly together: readonly (readonly string[])[];
  /** Sets that ignore case, hold for some records, or refuse in words of their own. */
  readonly conditional: readonly Condition[];
}

export function lowerUnique(
  document: EntityDocument,
  entity: string,
  fields: readonly Field[],
  path: DocumentPath,
  problems: Problems,
): UniqueRules {
  const together: (readonly string[])[] = [];
  const conditional: Condition[] = [];
  document.unique?.forEach((rule, index) => {
    const place = [...path, 'unique', index];
    const names = namesOf(rule);
    reportSet(names, entity, fields, Array.isArray(rule) ? place : [...place, 'fields'], problems);
    if (isPlain(rule)) together.push(names);
    else conditional.push(lowerCondition(rule, { entity, fields, path: place, problems }));
  });
  return { together, conditional };
}

type Rule = NonNullable<EntityDocument['unique']>[number];
type LongRule = Exclude<Rule, readonly string[]>;

function namesOf(rule: Rule): readonly string[] {
  if (Array.isArray(rule)) return rule;
  return typeof rule.fields === 'string' ? [rule.fields] : rule.fields;
}

/** A set of several fields and nothing more. */
function isPlain(rule: Rule): rule is Exclude<Rule, LongRule> {
  if (Array.isArray(rule)) return true;
  const isBare = rule.where === undefined && rule.else === undefined && rule.ignoringCase !== true;
  return isBare && namesOf(rule).length > 1;
}

interface RuleSurroundings {
  readonly entity: string;
  readonly fields: readonly Field[];
  readonly path: DocumentPath;
  readonly problems: Problems;
}

function lowerCondition(rule: LongRule, { entity, fields, path, problems }: RuleSurroundings): Condition {
  const { ignoringCase = false, where, else: refused } = rule;
  const checked =
    where === undefined
      ? undefined
      : checkExpression(where, recordScope(entity, fields), { kind: 'boolean' });
  if (checked !== undefined && 'problem' in checked) {
    problems.add({ ...checked.problem, path: [...path, 'where'] });
  }
  return {
    fields: namesOf(rule),
    ignoreCase: ignoringCase,
    ...(checked !== undefined && 'expression' in checked ? { where: checked.expression } : {}),
    ...(refused === undefined ? {} : { otherwise: lowerPlainRefusal(refused) }),
  };
}

/** The keys that are kept as text: those with conditions, and all of them where records outlive their being found. */
export function keptKeysOf(
  { together, conditional }: UniqueRules,
  fields: readonly Field[],
  isOutlived: boolean,
): readonly KeptKey[] {
  const alone = fields.flatMap(({ name, unique }): Condition[] =>
    unique === undefined ? [] : [{ fields: [name], ignoreCase: unique.ignoreCase }],
  );
  const plain = [...alone, ...together.map((names) => ({ fields: names, ignoreCase: false }))];
  const taken = new Set(fields.map(({ name }) => name));
  return [...(isOutlived ? plain : []), ...conditional].map((key) => {
    let kept = `${key.fields.map((name, index) => (index === 0 ? name : `And${capitalise(name)}`)).join('')}Key`;
    while (taken.has(kept)) kept += 'Kept';
    taken.add(kept);
    return { kept, ...key };
  });
}

function reportSet(
  names: readonly string[],
  entity: string,
  fields: readonly Field[],
  path: DocumentPath,
  problems: Problems,
): void {
  names.forEach((name, position) => {
    const field = fields.find((candidate) => candidate.name === name);
    const place = [...path, position];
    if (field === undefined) {
      problems.add({
        code: 'unknown_field',
        path: place,
        message: `${entity} has no field \`${name}\`.`,
        suggestion: suggestName(
          name,
          fields.map((one) => one.name),
        ),
      });
    } else if (['list', 'object', 'json'].includes(field.type.kind)) {
      problems.add({
        code: 'invalid_constraint',
        path: place,
        message: `\`${name}\` is a list, an object or JSON: it cannot be part of a unique set.`,
      });
    }
    if (names.indexOf(name) < position) {
      problems.add({ code: 'name_clash', path: place, message: `\`${name}\` stands twice in this set.` });
    }
  });
}
