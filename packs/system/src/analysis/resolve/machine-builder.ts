import type { Proposal } from '../grammar/proposal.ts';
import { isAlternativeState, isInitialState, isRestingState, isSideState } from '../words/states.ts';
import { inversesOf, participleOfBase, stateBefore, verbToState } from '../words/verbs.ts';
import type { ActionDraft, EntityDraft, MachineDraft } from './draft.ts';
import type { Entry, Ledger } from './ledger.ts';
import { actionNameOf, chainSources, isFinal, RETURNING, targetsOf } from './transitions.ts';

type Of<K extends Proposal['kind']> = Extract<Proposal, { kind: K }>;
export type StateEntry = Entry<Of<'states'> | Of<'initial'> | Of<'action'> | Of<'guard'>>;

/** Builds the state machine of one kind of record: listed states first, then actions, then conditions on them. */
export class MachineBuilder {
  readonly #entity: EntityDraft;
  readonly #entries: readonly StateEntry[];
  readonly #ledger: Ledger;
  readonly #mentioned: readonly string[];
  readonly #machine: MachineDraft = { field: 'status', values: [], actions: new Map() };
  /** Actions whose `from` was left to convention. */
  readonly #assumed = new Set<string>();
  /** Actions that are possible in every state but the one they lead to. */
  readonly #anytime = new Set<string>();

  constructor(
    entity: EntityDraft,
    entries: readonly StateEntry[],
    mentioned: readonly string[],
    ledger: Ledger,
  ) {
    this.#mentioned = mentioned;
    this.#entity = entity;
    this.#entries = entries;
    this.#ledger = ledger;
  }

  build(): void {
    const chained = this.#takeListedStates();
    const actions = this.#of('action');
    this.#takeInitial(actions);
    for (const entry of actions) this.#takeAction(entry);
    if (chained !== undefined) this.#completeChain(chained);
    for (const entry of this.#of('guard')) this.#takeGuard(entry);
    if (this.#machine.values.length < 2) {
      for (const entry of actions) this.#ledger.problem(entry, 'it is not clear which state it leads to');
      return;
    }
    this.#reachAll();
    this.#leaveFromStart();
    this.#fillSources();
    this.#removeStateField();
    this.#entity.machine = this.#machine;
    this.#noteAssumptions();
  }

  #of<K extends 'states' | 'initial' | 'action' | 'guard'>(kind: K): readonly Entry<Of<K>>[] {
    return this.#entries.filter((entry) => entry.proposal.kind === kind) as unknown as readonly Entry<
      Of<K>
    >[];
  }

  /** Listed states, from sentences or from a status field with values; returns how they are ordered. */
  #takeListedStates(): 'chain' | 'listed' | undefined {
    let order: 'chain' | 'listed' | undefined;
    for (const entry of this.#of('states')) {
      for (const state of entry.proposal.values) this.#addState(state.text);
      order = entry.proposal.order === 'chain' ? 'chain' : (order ?? 'listed');
      this.#ledger.fact(entry, `entities.${this.#entity.name}.states`);
    }
    const field = this.#stateField();
    for (const value of field?.values?.value ?? []) this.#addState(value.toLowerCase());
    if (field?.values) order ??= 'listed';
    return order;
  }

  #stateField() {
    return ['status', 'state', 'stage', 'phase']
      .map((name) => this.#entity.fields.get(name))
      .find((field) => field !== undefined);
  }

  /** A field that the machine replaces is no field of its own any more. */
  #removeStateField(): void {
    const field = this.#stateField();
    if (!field || field.reference) return;
    this.#machine.field = field.name;
    this.#entity.fields.delete(field.name);
  }

  #addState(text: string): string {
    const known = this.#knownState(text);
    if (known !== undefined) return known;
    this.#machine.values.push(text);
    return text;
  }

  /** `completed` is `done` when the same verb leads to both. */
  #knownState(text: string): string | undefined {
    const { values } = this.#machine;
    if (values.includes(text)) return text;
    const verb = verbToState(text);
    return verb === undefined ? undefined : values.find((value) => verbToState(value) === verb);
  }

  #takeInitial(actions: readonly Entry<Of<'action'>>[]): void {
    const { values } = this.#machine;
    for (const entry of this.#of('initial')) {
      const state = this.#addState(entry.proposal.state.text);
      values.splice(values.indexOf(state), 1);
      values.unshift(state);
      this.#ledger.fact(entry, `entities.${this.#entity.name}.states`);
    }
    if (values.length === 0) values.push(this.#stateBeforeAll(actions));
  }

  /** Where nothing lists the states: what a record is before anything has been done to it. */
  #stateBeforeAll(actions: readonly Entry<Of<'action'>>[]): string {
    const targets = new Set(actions.flatMap(({ proposal }) => targetsOf(proposal)));
    const guards = this.#of('guard').filter((entry) => entry.proposal.isAllowed);
    const sources = [...guards, ...actions].flatMap((entry) => entry.proposal.from ?? []);
    const words = [...sources.map((state) => state.text), ...this.#mentioned];
    const said = words.find((state) => isInitialState(state) && !targets.has(state));
    const named = actions.find((entry) => entry.proposal.before !== undefined)?.proposal.before;
    const plain = actions.filter(
      ({ proposal }) => !proposal.from && !proposal.undoes && inversesOf(proposal.verb).length === 0,
    );
    const verbs = [...plain, ...actions.slice(0, 1), ...guards.slice(0, 1)].map(
      (entry) => entry.proposal.verb,
    );
    const before = verbs.map(stateBefore);
    const usual = before.find((state) => state !== 'open') ?? 'open';
    return said ?? named ?? (usual === 'stored' && targets.has('in storage') ? 'in storage' : usual);
  }

  #takeAction(entry: Entry<Of<'action'>>): void {
    const { proposal } = entry;
    const undone =
      proposal.undoes === undefined ? this.#undoneBy(proposal.verb) : this.#undoneBySaid(proposal.undoes);
    const before = [...this.#machine.values];
    const to = this.#targetOf(proposal, undone !== undefined);
    const said = this.#saidSources(proposal, to);
    const beside = new Set(proposal.beside);
    const from = said ?? undone ?? this.#sourcesOf(to, before).filter((state) => !beside.has(state));
    const action = this.#addAction(proposal.verb, from, to);
    if (said) this.#sayFrom(action, said);
    if (proposal.isAnytime) this.#anytime.add(action.name);
    this.#ledger.fact(entry, `entities.${this.#entity.name}.states.actions.${action.name}`, proposal.span);
  }

  /** The state an action leads to: that before it all when it takes something back. */
  #targetOf({ verb, state, from }: Of<'action'>, isUndoing: boolean): string {
    const isReturning = isUndoing || (from !== undefined && RETURNING.test(verb));
    return isReturning
      ? (this.#machine.values[0] ?? 'open')
      : this.#addState(state?.text ?? participleOfBase(verb));
  }

  /** Sources that the request names; said twice, both hold. */
  #sayFrom(action: ActionDraft, said: readonly string[]): void {
    const known = this.#assumed.has(action.name) ? [] : action.from;
    action.from = [...new Set([...known, ...said])];
    this.#assumed.delete(action.name);
  }

  #saidSources(proposal: Of<'action'>, to: string): readonly string[] | undefined {
    const from = proposal.from
      ?.map((state) => this.#sourceNamed(state.text, proposal.verb, to))
      .filter((state) => state !== to);
    return from && from.length > 0 ? from : undefined;
  }

  /** `repaired bikes go back to available`: the state they come from is `in repair` where that is known. */
  #sourceNamed(text: string, verb: string, to: string): string {
    const known = this.#knownState(text);
    const isResult = participleOfBase(verb) === text;
    const during = isResult
      ? this.#machine.values.find((value) => value !== to && value.split(' ').includes(verb))
      : undefined;
    return during ?? known ?? this.#addState(text);
  }

  #undoneBySaid(verb: string): readonly string[] | undefined {
    const action = this.#machine.actions.get(actionNameOf(verb));
    return action ? [action.to] : undefined;
  }

  /** The states that a verb such as `return` leads back from, when their verbs are there. */
  #undoneBy(verb: string): readonly string[] | undefined {
    const inverses = inversesOf(verb);
    if (inverses.length === 0) return undefined;
    const actions = [...this.#machine.actions.values()].filter((action) => inverses.includes(action.verb));
    const listed = this.#of('action')
      .filter((entry) => inverses.includes(entry.proposal.verb))
      .map((entry) => this.#addState(entry.proposal.state?.text ?? participleOfBase(entry.proposal.verb)));
    // Nothing leads back from where records begin.
    const later = this.#machine.values.slice(1);
    const values = later.filter((value) => inverses.includes(verbToState(value) ?? ''));
    const from = [...new Set([...actions.map((action) => action.to), ...listed, ...values])];
    return from.length > 0 ? from : undefined;
  }

  #sourcesOf(to: string, before: readonly string[]): readonly string[] {
    const index = this.#machine.values.indexOf(to);
    const earlier = before.length > index ? this.#machine.values.slice(0, Math.max(1, index)) : before;
    const sources = earlier.filter(
      (state, at) =>
        state !== to &&
        (at === 0 || (!isFinal(state) && !(isAlternativeState(to) && isAlternativeState(state)))),
    );
    return isAlternativeState(to) ? sources.slice(0, 1) : sources;
  }

  #addAction(verb: string, from: readonly string[], to: string): ActionDraft {
    const name = actionNameOf(verb);
    const known = this.#machine.actions.get(name);
    if (known) return known;
    const action: ActionDraft = {
      name,
      verb,
      from: from.length > 0 ? from : this.#machine.values.filter((value) => value !== to),
      to,
    };
    this.#machine.actions.set(name, action);
    this.#assumed.add(name);
    return action;
  }

  /** Gives every listed state that nothing leads to an action of its own. */
  #completeChain(order: 'chain' | 'listed'): void {
    const { values, actions } = this.#machine;
    const isFree = order === 'listed' && isRestingState(values[0] ?? '');
    const main = values.filter((value) => !isSideState(value) && !isAlternativeState(value));
    for (const [index, value] of values.entries()) {
      const existing = [...actions.values()].filter((action) => action.to === value);
      const sources = isFree
        ? values.slice(0, index).filter((state, at) => at === 0 || !isFinal(state))
        : chainSources(value, main, values);
      for (const action of existing)
        if (this.#assumed.has(action.name) && sources.length > 0 && order === 'chain') action.from = sources;
      if (existing.length > 0 || index === 0) continue;
      this.#addAction(verbToState(value) ?? `mark ${value}`, sources, value);
    }
    if (isFree) this.#addWayBack();
  }

  #addWayBack(): void {
    const { values, actions } = this.#machine;
    const [initial] = values;
    if (initial === undefined || [...actions.values()].some((action) => action.to === initial)) return;
    const from = values.slice(1).filter((value) => !isFinal(value));
    if (from.length === 0) return;
    const isLoan = from.some((value) => /^(?:borrowed|lent|on loan|rented|loaned|out|hired)$/.test(value));
    this.#addAction(isLoan ? 'return' : `mark ${initial}`, from, initial);
  }

  #takeGuard(entry: Entry<Of<'guard'>>): void {
    const { verb, from, isAllowed, span } = entry.proposal;
    const name = actionNameOf(verb);
    let action =
      this.#machine.actions.get(name) ??
      [...this.#machine.actions.values()].find(
        (one) => one.verb === verb || one.to === participleOfBase(verb),
      );
    if (!action) {
      const undone = this.#undoneBy(verb);
      const to = undone ? (this.#machine.values[0] ?? 'open') : this.#addState(participleOfBase(verb));
      action = this.#addAction(verb, undone ?? this.#sourcesOf(to, this.#machine.values), to);
    }
    const states = this.#guardStates(entry.proposal);
    const target = `entities.${this.#entity.name}.states.actions.${action.name}`;
    const known = states.filter((state) => state !== undefined);
    if (known.length < states.length && isAllowed) {
      const added = from.map((state) => this.#addState(state.text));
      action.from = added;
    } else {
      action.from = isAllowed ? known : action.from.filter((state) => !known.includes(state));
    }
    if (action.from.length === 0)
      this.#ledger.problem(entry, `the action ${action.name} would be impossible`);
    if (action.from.length === 0) action.from = this.#machine.values.filter((value) => value !== action.to);
    this.#assumed.delete(action.name);
    this.#ledger.fact(entry, target, span);
  }

  #guardStates({ from, isUntil = false }: Of<'guard'>): readonly (string | undefined)[] {
    const said = from.map((state) => this.#knownState(state.text));
    return isUntil ? [...said, ...this.#behind(said)] : said;
  }

  /** States that are only reached through one of these. */
  #behind(states: readonly (string | undefined)[]): readonly string[] {
    const { values, actions } = this.#machine;
    const first = Math.min(
      ...states.map((state) => (state === undefined ? values.length : values.indexOf(state))),
    );
    const reached = new Set(states);
    for (const value of values) {
      const isBehind = [...actions.values()].some(
        (action) => action.to === value && action.from.some((one) => reached.has(one)),
      );
      if (isBehind && values.indexOf(value) > first) reached.add(value);
    }
    return [...reached].filter(
      (state) => state !== undefined && !states.includes(state),
    ) as readonly string[];
  }

  /** What is taken back by another action starts where that one leads: a bike in repair is not rented. */
  #leaveFromStart(): void {
    const { values, actions } = this.#machine;
    const [initial] = values;
    if (initial === undefined) return;
    for (const action of actions.values()) {
      const isTakenBack = [...actions.values()].some(
        (other) => other.to === initial && other.from.length === 1 && other.from[0] === action.to,
      );
      const isFree = this.#assumed.has(action.name) && action.to !== initial && action.from.includes(initial);
      if (isTakenBack && isFree) action.from = [initial];
    }
  }

  /** A state that nothing leads to was said all the same: an action of its own leads there. */
  #reachAll(): void {
    const { values, actions } = this.#machine;
    for (const value of values.slice(1)) {
      if ([...actions.values()].some((action) => action.to === value)) continue;
      this.#addAction(verbToState(value) ?? `mark ${value}`, values.slice(0, 1), value);
    }
  }

  /** An action that was read before the states it starts from; those that are possible at any time. */
  #fillSources(): void {
    for (const name of this.#anytime) {
      const action = this.#machine.actions.get(name);
      if (action) action.from = this.#machine.values.filter((value) => value !== action.to);
      this.#assumed.delete(name);
    }
    for (const action of this.#machine.actions.values()) {
      if (action.from.length === 0) action.from = this.#machine.values.filter((value) => value !== action.to);
    }
  }

  #noteAssumptions(): void {
    const target = `entities.${this.#entity.name}.states`;
    const [initial] = this.#machine.values;
    if (this.#of('initial').length === 0)
      this.#ledger.assume(`A new ${this.#entity.key} is “${initial}”.`, target);
    for (const name of this.#assumed) {
      const action = this.#machine.actions.get(name);
      if (action)
        this.#ledger.assume(
          `${this.#entity.name}: ${name} is possible while it is ${action.from.map((state) => `“${state}”`).join(' or ')}.`,
          `${target}.actions.${name}`,
        );
    }
  }
}
