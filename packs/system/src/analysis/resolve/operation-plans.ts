import { variableName } from '../../naming/identifier.ts';
import { camelCase, spaced } from '../../naming/letter-case.ts';
import { plural } from '../../naming/plural.ts';
import type { StandardVerb } from '../words/verbs.ts';
import { withArticle } from '../words/number.ts';
import type { Draft, EntityDraft, FieldDraft } from './draft.ts';
import { typeOf } from './field-type.ts';
import type { OperationDraft, StepDraft } from './operation-draft.ts';
import { findField, referenceTo } from './relations.ts';
import { compare, text, type Plan, writeActionWith, writeOperation } from './write-operation.ts';

const code = (words: string): string =>
  words
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[^a-z]+|_+$/g, '') || 'record';

/** The type of a field that holds one plain value; nothing for references, lists and enumerations. */
function plainType(field: FieldDraft): string {
  const isPlain = field.reference === undefined && !field.isList && (field.values?.value.length ?? 0) === 0;
  return isPlain ? typeOf(field) : '';
}

/** Collects what rules ask of the standard operations, and writes those operations out. */
export class OperationPlans {
  readonly #draft: Draft;
  readonly #plans = new Map<string, Plan>();
  readonly #actions = new Map<string, OperationDraft>();
  /** What actions change beside the record itself. */
  readonly #changes = new Map<string, readonly StepDraft[]>();

  constructor(draft: Draft) {
    this.#draft = draft;
  }

  #plan(verb: Plan['verb'], entity: EntityDraft): Plan {
    const name = `${verb}${entity.name}`;
    const plan = this.#plans.get(name) ?? { entity, verb, loads: new Map(), before: [], after: [] };
    this.#plans.set(name, plan);
    return plan;
  }

  /** The child's reference to the parent, loaded when a child is created; or why that cannot be. */
  #loadParent(
    child: EntityDraft,
    parent: EntityDraft,
  ): { plan: Plan; variable: string; field: FieldDraft } | string {
    const field = referenceTo(child, parent);
    if (!field) return `${withArticle(child.key)} does not say which ${parent.key} it is for`;
    if (field.required?.value === false) return `${withArticle(child.key)} may have no ${parent.key}`;
    const plan = this.#plan('create', child);
    plan.loads.set(field.name, parent);
    return { plan, variable: variableName(parent.name), field };
  }

  requireState(
    child: EntityDraft,
    parent: EntityDraft,
    states: readonly string[],
    isAllowed: boolean,
  ): readonly string[] | string {
    const condition = stateCondition(parent, states, isAllowed);
    if (
      condition === undefined &&
      isAllowed &&
      states.length === 1 &&
      /^(?:available|free|in stock|not lent)$/.test(states[0] ?? '')
    )
      return this.#requireUnused(child, parent);
    if (condition === undefined)
      return `${withArticle(parent.key)} has no state or field that says “${states.join('” or “')}”`;
    const loaded = this.#loadParent(child, parent);
    if (typeof loaded === 'string') return loaded;
    const problem = isAllowed ? `not_${code(states[0] ?? '')}` : code(states[0] ?? '');
    loaded.plan.before.push({
      require: condition(loaded.variable),
      else: `409 ${code(parent.key)}_${problem}: The ${parent.key} is ${isAllowed ? 'not ' : ''}${states.join(' or ')}`,
    });
    return [`operations.create${child.name}`];
  }

  /** `available` of a record without states: no other record that is still in its first state refers to it. */
  #requireUnused(child: EntityDraft, parent: EntityDraft): readonly string[] | string {
    const { machine } = child;
    const [initial] = machine?.values ?? [];
    if (!machine || initial === undefined)
      return `${withArticle(parent.key)} has no state that says whether it is available, and ${withArticle(child.key)} never ends`;
    const loaded = this.#loadParent(child, parent);
    if (typeof loaded === 'string') return loaded;
    const count = `${initial.replaceAll(/[^a-z]/g, '') || 'open'}${child.name}Count`;
    loaded.plan.before.push(
      {
        count: `${child.name} as ${count}`,
        where: `record.${loaded.field.name} == ${loaded.variable}.id && record.${machine.field} == ${text(initial)}`,
      },
      {
        require: `${count} == 0`,
        else: `409 ${code(parent.key)}_not_available: The ${parent.key} is not available`,
      },
    );
    return [`operations.create${child.name}`];
  }

  requireRoom(
    child: EntityDraft,
    parent: EntityDraft,
    limit: readonly string[] | number,
  ): readonly string[] | string {
    const field = typeof limit === 'number' ? undefined : findField(parent, limit);
    if (
      typeof limit !== 'number' &&
      (!field || plainType(field) !== 'integer' || field.required?.value === false)
    )
      return `${withArticle(parent.key)} has no number “${limit.join(' ')}”`;
    const loaded = this.#loadParent(child, parent);
    if (typeof loaded === 'string') return loaded;
    const count = `${camelCase(child.name)}Count`;
    const active =
      child.machine?.values.filter((value) =>
        /^(?:cancelled|canceled|withdrawn|rejected|declined|returned|expired)$/.test(value),
      ) ?? [];
    const others = active.map((value) => ` && record.${child.machine?.field} != ${text(value)}`).join('');
    loaded.plan.before.push(
      {
        count: `${child.name} as ${count}`,
        where: `record.${loaded.field.name} == ${loaded.variable}.id${others}`,
      },
      {
        require: `${count} < ${typeof limit === 'number' ? limit : `${loaded.variable}.${field?.name}`}`,
        else: `409 ${code(parent.key)}_full: The ${parent.key} takes no more ${spaced(plural(child.name))}`,
      },
    );
    return [`operations.create${child.name}`];
  }

  count(
    child: EntityDraft,
    owner: EntityDraft | undefined,
    words: readonly string[],
    by: readonly string[] | number,
    direction: 1 | -1,
    verb = 'create',
  ): readonly string[] | string {
    const parent = owner ?? this.#parentWith(child, words);
    const field = parent && findField(parent, words);
    if (!parent || !field)
      return `no record that ${withArticle(child.key)} refers to has a number “${words.join(' ')}”`;
    const type = plainType(field);
    if (!/^(?:integer|number|money)$/.test(type) || field.required?.value === false || field.isList)
      return `“${words.join(' ')}” is no number that is always there`;
    const amount = typeof by === 'number' ? undefined : findField(child, by);
    if (
      typeof by !== 'number' &&
      (!amount || !/^(?:integer|number|money)$/.test(plainType(amount)) || amount.required?.value === false)
    )
      return `${withArticle(child.key)} has no number “${by.join(' ')}”`;
    if (amount && type === 'integer' && plainType(amount) !== 'integer')
      return `“${words.join(' ')}” counts whole numbers and “${(by as readonly string[]).join(' ')}” does not`;
    const from = verb === 'create' ? 'input' : variableName(child.name);
    const value = amount
      ? `${direction < 0 ? '-' : ''}${from}.${amount.name}`
      : String(direction * (by as number));
    const refusal =
      direction < 0
        ? {
            else: `409 not_enough_${code(field.words.join(' '))}: There is not enough ${field.words.join(' ')}`,
          }
        : {};
    const change: StepDraft = {
      increment: `${variableName(parent.name)}.${field.name}`,
      by: amount ? value : Number(value),
      ...refusal,
    };
    return this.#changeParent(child, verb, parent, change);
  }

  #parentWith(child: EntityDraft, words: readonly string[]): EntityDraft | undefined {
    const parents = [...child.fields.values()].map((field) =>
      [...this.#draft.entities.values()].find((entity) => entity.name === field.reference),
    );
    return parents.find((parent) => parent !== undefined && findField(parent, words) !== undefined);
  }

  /** The record that a child refers to changes its state when the child is created or an action is done to it. */
  setState(child: EntityDraft, verb: string, parent: EntityDraft, state: string): readonly string[] | string {
    const { machine } = parent;
    if (!machine?.values.includes(state)) return `${withArticle(parent.key)} has no state “${state}”`;
    const change: StepDraft = {
      update: variableName(parent.name),
      set: { [machine.field]: text(state) },
    };
    return this.#changeParent(child, verb, parent, change);
  }

  /** The record that a child refers to changes with the child's creation or with an action on it. */
  #changeParent(
    child: EntityDraft,
    verb: string,
    parent: EntityDraft,
    change: StepDraft,
  ): readonly string[] | string {
    if (verb === 'create') {
      const loaded = this.#loadParent(child, parent);
      if (typeof loaded === 'string') return loaded;
      loaded.plan.after.push(change);
      return [`operations.create${child.name}`];
    }
    const field = referenceTo(child, parent);
    const action = [...(child.machine?.actions.values() ?? [])].find(
      (one) => one.verb === verb || one.to === verb,
    );
    if (!field || !action || field.required?.value === false)
      return `${withArticle(child.key)} has no action “${verb}” that reaches its ${parent.key}`;
    const name = `${action.name}${child.name}`;
    const variable = variableName(parent.name);
    const load: StepDraft = {
      load: `${parent.name} as ${variable}`,
      by: `${variableName(child.name)}.${field.name}`,
    };
    const steps = this.#changes.get(name) ?? [];
    const isLoaded = steps.some((step) => JSON.stringify(step) === JSON.stringify(load));
    const all = [...steps, ...(isLoaded ? [] : [load]), change];
    this.#changes.set(name, all);
    this.#actions.set(name, writeActionWith(child, action, all));
    return [`operations.${name}`];
  }

  requireMoment(
    owner: EntityDraft | undefined,
    words: readonly string[],
    comparison: string,
  ): readonly string[] | string {
    const entity = [...(owner ? [owner] : []), ...this.#draft.entities.values()].find((one) =>
      findField(one, words),
    );
    const field = entity && findField(entity, words);
    if (!entity || !field) return `no kind of record has a field “${words.join(' ')}”`;
    const type = plainType(field);
    if (type !== 'date' && type !== 'datetime') return `“${words.join(' ')}” is no date`;
    const now = type === 'date' ? 'today' : 'now';
    const isAfter = comparison.startsWith('>');
    const refusal = `422 ${code(field.words.join(' '))}_${isAfter ? 'too_early' : 'too_late'}: The ${field.words.join(' ')} must ${comparison.length > 1 ? 'not ' : ''}be in the ${isAfter === (comparison.length > 1) ? 'past' : 'future'}`;
    const isOptional =
      field.required?.value === false || (field.guess.isOptional === true && !field.required);
    const plain = `input.${field.name} ${comparison} ${now}`;
    const guarded = `input.${field.name} == null || ${plain}`;
    this.#plan('create', entity).before.push({ require: isOptional ? guarded : plain, else: refusal });
    this.#plan('update', entity).before.push({ require: guarded, else: refusal });
    return [`operations.create${entity.name}`, `operations.update${entity.name}`];
  }

  requireOrder(
    owner: EntityDraft | undefined,
    earlier: readonly string[],
    later: readonly string[],
    isStrict: boolean,
  ): readonly string[] | string {
    const entity = [...(owner ? [owner] : []), ...this.#draft.entities.values()].find(
      (one) => findField(one, earlier) && findField(one, later),
    );
    const [first, second] = entity ? [findField(entity, earlier), findField(entity, later)] : [];
    if (!entity || !first || !second)
      return `no kind of record has both “${earlier.join(' ')}” and “${later.join(' ')}”`;
    const [a, b] = [plainType(first), plainType(second)];
    const isComparable = a === b && /^(?:date|datetime|time|integer|number|money)$/.test(a);
    if (!isComparable) return `“${earlier.join(' ')}” and “${later.join(' ')}” cannot be compared`;
    const operator = isStrict ? '>' : '>=';
    const refusal = `422 ${code(second.words.join(' '))}_before_${code(first.words.join(' '))}: The ${second.words.join(' ')} must ${isStrict ? 'be after' : 'not be before'} the ${first.words.join(' ')}`;
    const mayBeNull = [first, second].filter(
      (field) => field.required?.value === false || (field.guess.isOptional && !field.required),
    );
    const guards = mayBeNull.map((field) => `input.${field.name} == null || `).join('');
    this.#plan('create', entity).before.push({
      require: `${guards}input.${second.name} ${operator} input.${first.name}`,
      else: refusal,
    });
    this.#planUpdateOrder(entity, first, second, operator, refusal);
    return [`operations.create${entity.name}`, `operations.update${entity.name}`];
  }

  /** What an update leaves out keeps its value, so the comparison is of the record after the change; a refusal undoes it. */
  #planUpdateOrder(
    entity: EntityDraft,
    first: FieldDraft,
    second: FieldDraft,
    operator: string,
    refusal: string,
  ): void {
    const variable = variableName(entity.name);
    const guards = guardNull(first, variable) + guardNull(second, variable);
    this.#plan('update', entity).after.push({
      require: `${guards}${variable}.${second.name} ${operator} ${variable}.${first.name}`,
      else: refusal,
    });
  }

  freeze(
    owner: EntityDraft,
    states: readonly string[],
    verbs: readonly StandardVerb[],
  ): readonly string[] | string {
    const isOnly = states.every((state) => state.startsWith('!'));
    const plain = states.map((state) => state.replace(/^!/, ''));
    const condition = stateCondition(owner, plain, isOnly);
    if (condition === undefined)
      return `${withArticle(owner.key)} has no state or field that says “${plain.join('” or “')}”`;
    const targets: string[] = [];
    for (const verb of verbs) {
      if (verb !== 'update' && verb !== 'delete') return `${verb} does not depend on a state`;
      this.#plan(verb, owner).before.push({
        require: condition(variableName(owner.name)),
        else: `409 ${code(owner.key)}_${isOnly ? 'not_' : ''}${code(plain[0] ?? '')}: The ${owner.key} is ${isOnly ? 'not ' : ''}${plain.join(' or ')}`,
      });
      targets.push(`operations.${verb}${owner.name}`);
    }
    return targets;
  }

  write(): ReadonlyMap<string, OperationDraft> {
    const operations = new Map<string, OperationDraft>();
    for (const [name, plan] of this.#plans) {
      if (plan.entity.forbidden.has(plan.verb)) continue;
      operations.set(name, writeOperation(plan));
    }
    for (const [name, operation] of this.#actions) operations.set(name, operation);
    return operations;
  }
}

function guardNull(field: FieldDraft, variable: string): string {
  const isOptional = field.required?.value === false || (field.guess.isOptional && !field.required);
  return isOptional ? `${variable}.${field.name} == null || ` : '';
}

/** `book.status == 'available'`, for an entity whose states, values or flags know the word. */
function stateCondition(
  entity: EntityDraft,
  states: readonly string[],
  isAllowed: boolean,
): ((variable: string) => string) | undefined {
  const { machine } = entity;
  if (machine && states.every((state) => machine.values.includes(state))) {
    return (variable) => compare(`${variable}.${machine.field}`, states, isAllowed);
  }
  const flag = states.length === 1 ? findField(entity, [states[0] ?? '']) : undefined;
  if (flag && plainType(flag) === 'boolean' && flag.required?.value !== false)
    return (variable) => `${isAllowed ? '' : '!'}${variable}.${flag.name}`;
  const field = [...entity.fields.values()].find((one) =>
    states.every((state) => one.values?.value.some((value) => value.toLowerCase() === state)),
  );
  if (!field || field.required?.value === false) return undefined;
  const values = states.map(
    (state) => field.values?.value.find((value) => value.toLowerCase() === state) ?? state,
  );
  return (variable) => compare(`${variable}.${field.name}`, values, isAllowed);
}
