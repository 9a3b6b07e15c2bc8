import { expect, test } from 'vitest';
import { readBlueprint } from '../../blueprint/read-blueprint.ts';
import { lower } from '../../lowering/lower.ts';
import { deriveScenarios } from '../derive-scenarios.ts';
import { playScenario } from '../simulation/play-scenario.ts';
import { requirementsFor } from '../testing/requirements-for.ts';

const desk = `
millwright: 1
name: desk
access:
  accounts: { of: User, login: email, roles: role }
entities:
  User: { fields: { email: email unique, password: password, role: customer | agent = customer } }
  Ticket:
    fields: { subject: text, assignee: User? readonly, solution: text? readonly }
    states:
      values: [new, open, solved, closed]
      actions:
        assign:
          transition: new -> open
          access: agent
          input: { to: User }
          do:
            - load: User as colleague
              by: input.to
            - require: colleague.role == 'agent'
              else: 422 not_an_agent
          set: { assignee: colleague.id }
        solve:
          transition: open -> solved
          access: agent
          input: { how: text }
          set: { solution: input.how }
          do:
            - require: ticket.assignee != null
              else: 409 not_assigned
        close: solved -> closed
flows:
  forget:
    on: Ticket solved
    after: 7d
    do:
      - load: Ticket as ticket
        by: event.ticket
      - update: ticket
        set: { status: closed }
seed:
  User: [{ email: agent@example.org, password: $AGENT_PASSWORD, role: agent }]
`;

const model = lower(readBlueprint(desk));

test.each([
  'operations.assignTicket',
  'operations.solveTicket',
  'entities.Ticket.states.actions.close',
  'entities.Ticket.filters.status',
  'flows.forget',
])('%s: records get into states that only written operations lead to, by whoever may', (target) => {
  const { scenarios, unproven } = deriveScenarios(requirementsFor([target]), model);
  // Nobody comes to `open` without being assigned.
  expect(unproven.filter(({ why }) => !/404|not_assigned/.test(why))).toEqual([]);
  expect(scenarios.length).toBeGreaterThan(0);
  for (const scenario of scenarios) expect(playScenario(model, scenario), scenario.title).toBeUndefined();
});

const claims = `
millwright: 1
name: claims
access:
  accounts: { of: User, login: email, roles: role }
  default: signedIn
seed:
  User: [{ email: boss@example.org, password: $BOSS_PASSWORD, role: manager }]
entities:
  User: { fields: { email: email unique, password: password, role: clerk | manager = clerk } }
  Claim:
    owner: author
    fields: { title: text, author: User, comment: text? readonly, checkedBy: User? readonly }
    states:
      field: state
      values: [draft, submitted, checked, paid, archived]
      actions:
        submit: { transition: draft -> submitted, access: owner }
        check:
          transition: submitted -> checked
          access: manager
          input: { comment: text 1..200 }
          do:
            - require: claim.author != actor.id
              else: 409 own_claim
          set: { comment: input.comment, checkedBy: actor.id }
        pay: { transition: checked -> paid, access: manager }
        archive: { transition: paid -> archived, access: [owner, manager] }
`;

test.each([
  'operations.checkClaim',
  'entities.Claim.states.actions.pay',
  'entities.Claim.states.actions.archive',
])('%s: somebody else does what the maker may not, and plain actions go on from there', (target) => {
  const model = lower(readBlueprint(claims));
  const { scenarios, unproven } = deriveScenarios(requirementsFor([target]), model);
  expect(unproven).toEqual([]);
  expect(scenarios.length).toBeGreaterThan(0);
  for (const scenario of scenarios) expect(playScenario(model, scenario), scenario.title).toBeUndefined();
});
