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
    if (Array.isArray(rule)) {
      reportSet(rule, entity, fields, place, problems);
      together.push(rule);
      return;
    }
    const names = typeof rule.fields === 'string' ? [rule.fields] : rule.fields;
    reportSet(
      names,
      entity,
      fields,
      typeof rule.fields === 'string' ? place : [...place, 'fields'],
      problems,
    );
    const { ignoringCase = false, where, else: refused } = rule;
    if (names.length > 1 && !ignoringCase && where === undefined && refused === undefined) {
      together.push(names);
      return;
    }
    const condition =
      where === undefined
        ? undefined
        : checkExpression(where, recordScope(entity, fields), { kind: 'boolean' });
    if (condition !== undefined && 'problem' in condition) {
      problems.add({ ...condition.problem, path: [...place, 'where'] });
    }
    conditional.push({
      fields: names,
      ignoreCase: ignoringCase,
      ...(condition === undefined || 'problem' in condition ? {} : { where: condition.expression }),
      ...(refused === undefined ? {} : { otherwise: lowerPlainRefusal(refused) }),
    });
  });
  return { together, conditional };
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
