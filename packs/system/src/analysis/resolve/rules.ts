import type { Proposal, Rule } from '../grammar/proposal.ts';
import type { Draft, EntityDraft } from './draft.ts';
import { findEntityLoosely } from './entities.ts';
import type { Entry, Ledger } from './ledger.ts';
import { OperationPlans } from './operation-plans.ts';

/** Turns conditions and effects into written operations that replace the standard ones. */
export function resolveRules(
  draft: Draft,
  entries: readonly Entry[],
  topics: ReadonlyMap<Entry, EntityDraft>,
  ledger: Ledger,
): void {
  const plans = new OperationPlans(draft);
  for (const entry of entries) {
    if (entry.proposal.kind !== 'rule') continue;
    const outcome = applyRule(draft, plans, entry.proposal.rule, topics.get(entry));
    if (typeof outcome === 'string') ledger.problem(entry, outcome);
    else for (const target of outcome) ledger.fact(entry, target, ruleSpan(entry.proposal));
  }
  for (const [name, operation] of plans.write()) draft.operations.set(name, operation);
}

function ruleSpan(proposal: Extract<Proposal, { kind: 'rule' }>): readonly [number, number] {
  return proposal.rule.span;
}

/** The targets of what was planned, or why it cannot be said. */
function applyRule(
  draft: Draft,
  plans: OperationPlans,
  rule: Rule,
  topic: EntityDraft | undefined,
): readonly string[] | string {
  switch (rule.kind) {
    case 'available': {
      const [child, parent] = [findEntityLoosely(draft, rule.child), findEntityLoosely(draft, rule.parent)];
      if (!child || !parent) return 'it speaks of records that the request does not describe';
      return plans.requireState(
        child,
        parent,
        rule.states.map((state) => state.text),
        rule.isAllowed,
      );
    }
    case 'capacity': {
      const [child, parent] = [findEntityLoosely(draft, rule.child), findEntityLoosely(draft, rule.parent)];
      if (!child || !parent) return 'it speaks of records that the request does not describe';
      return plans.requireRoom(child, parent, rule.limit);
    }
    case 'counter': {
      const child = findEntityLoosely(draft, rule.child);
      if (!child) return `“${rule.child.words.join(' ')}” is no kind of record that the request describes`;
      return plans.count(
        child,
        findEntityLoosely(draft, rule.field.owner),
        rule.field.words,
        rule.by,
        rule.direction,
        rule.verb,
      );
    }
    case 'order': {
      const owner = findEntityLoosely(draft, rule.later.owner) ?? topic;
      return plans.requireOrder(owner, rule.earlier.words, rule.later.words, rule.isStrict);
    }
    case 'effect': {
      const [child, parent] = [findEntityLoosely(draft, rule.child), findEntityLoosely(draft, rule.parent)];
      if (!child || !parent) return 'it speaks of records that the request does not describe';
      return plans.setState(child, rule.verb, parent, rule.state.text);
    }
    case 'moment':
      return plans.requireMoment(
        findEntityLoosely(draft, rule.owner) ?? topic,
        rule.field.words,
        rule.comparison,
      );
    case 'frozen': {
      const owner = findEntityLoosely(draft, rule.owner) ?? topic;
      if (!owner) return `“${rule.owner.words.join(' ')}” is no kind of record that the request describes`;
      return plans.freeze(
        owner,
        rule.states.map((state) => state.text),
        rule.verbs,
      );
    }
  }
}
