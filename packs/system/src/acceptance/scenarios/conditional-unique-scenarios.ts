import { variablesIn } from '../../expression/expression-walk.ts';
import type { Expression, ExpressionNode } from '../../expression/expression.ts';
import { childrenOf } from '../../expression/children-of.ts';
import type { Entity, KeptKey } from '../../model/entity.ts';
import type { JsonValue } from '../../model/scenario.ts';
import { spaced } from '../../naming/letter-case.ts';
import { standardOperation } from '../find-operation.ts';
import { withArticle } from '../samples/with-article.ts';
import type { DerivedScenario, ScenarioDraft } from '../scenario-draft.ts';
import { evaluate } from '../simulation/evaluate.ts';
import { whenSimulated } from '../simulation/when-simulated.ts';
import { Underivable } from '../underivable.ts';
import type { Derivation } from './derivation.ts';

/** How many samples of the fields in a condition are tried to meet it. */
const attempts = 12;

/** That a second record with the same values is refused where both take part in a key that some records hold. */
export function conditionalUniqueScenarios(
  derivation: Derivation,
  entity: Entity,
): readonly DerivedScenario[] {
  const conditional = (entity.keptKeys ?? []).filter((key) => !isPlain(key, entity));
  return conditional.map((key) => conditionalScenario(derivation, entity, key));
}

/** A key that holds for all records and is told of where its fields are. */
function isPlain({ fields, where, otherwise, ignoreCase }: KeptKey, entity: Entity): boolean {
  if (where !== undefined || otherwise !== undefined) return false;
  const [only] = fields;
  const isAlone = fields.length === 1 && entity.fields.some((field) => field.name === only && field.unique);
  return isAlone || (!ignoreCase && entity.uniqueTogether.some((set) => set.join() === fields.join()));
}

function conditionalScenario(derivation: Derivation, entity: Entity, key: KeptKey): DerivedScenario {
  const draft = derivation.draft();
  const create = standardOperation(draft.model, entity.name, 'create');
  if (!create) throw new Underivable(`no request of the interface creates a ${entity.name}`);
  const own = Object.fromEntries(
    key.fields.map((name) => [name, draft.value(entity, fieldOf(entity, name), 0)]),
  );
  const values = { ...meeting(draft, entity, key.where, own), ...own };
  draft.record(entity.name, { values });
  const errors = key.fields.map((field) => ({ field }));
  const { status, code } = key.otherwise ?? { status: 409, code: 'not_unique' };
  draft.request(create, {
    body: draft.body(entity.name, { values: { ...values, ...(key.ignoreCase ? inOtherCase(own) : {}) } }),
    expect: { status, body: { code, ...(key.otherwise ? {} : { errors }) } },
  });
  const phrases = key.fields.map((name) => spaced(name)).join(' and ');
  const condition = key.where === undefined ? '' : ` where ${key.where.source}`;
  return draft.finish(
    `unique.${entity.name}.${key.kept}`,
    `${withArticle(entity.name)} is unique by its ${phrases}${condition}`,
  );
}

/** Values of the fields in a condition that meet it. */
function meeting(
  draft: ScenarioDraft,
  entity: Entity,
  where: Expression | undefined,
  own: Readonly<Record<string, JsonValue>>,
): Readonly<Record<string, JsonValue>> {
  if (where === undefined) return {};
  const names = [...fieldsIn(where.node)].filter((name) => !(name in own));
  const initial = Object.fromEntries(
    entity.fields.map((field) => {
      const standard = field.defaultValue;
      return [field.name, standard?.kind === 'literal' ? standard.value : null];
    }),
  );
  for (let n = -1; n < attempts; n += 1) {
    const tried =
      n < 0
        ? {}
        : Object.fromEntries(names.map((name) => [name, draft.value(entity, fieldOf(entity, name), n)]));
    if (isMet(where, { ...initial, ...own, ...tried })) return tried;
  }
  throw new Underivable(`no values were found that meet ${where.source}`);
}

function isMet(where: Expression, record: Readonly<Record<string, JsonValue>>): boolean {
  return whenSimulated(() => evaluate(where.node, { record }) === true, false);
}

function fieldsIn(node: ExpressionNode): ReadonlySet<string> {
  if (node.kind === 'member' && node.target.kind === 'variable' && node.target.name === 'record')
    return new Set([node.name]);
  return variablesIn(node).has('record')
    ? new Set(childrenOf(node).flatMap((child) => [...fieldsIn(child)]))
    : new Set();
}

function fieldOf(entity: Entity, name: string) {
  const field = entity.fields.find((one) => one.name === name);
  if (!field) throw new Underivable(`${entity.name} has no field ${name}`);
  return field;
}

function inOtherCase(values: Readonly<Record<string, JsonValue>>): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const isPlain = typeof value === 'string' && !value.includes('${');
      return [name, isPlain ? value.toUpperCase() : value];
    }),
  );
}
