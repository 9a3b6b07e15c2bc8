import type { Proposal } from '../grammar/proposal.ts';
import type { Draft } from './draft.ts';
import type { Entry, Ledger } from './ledger.ts';

const HIGHEST_PORT = 65_535;

/** Name, storage, port and path of the system. */
export function resolveSystem(draft: Draft, entries: readonly Entry[], ledger: Ledger): void {
  for (const entry of entries) applySystem(draft, entry, entry.proposal, ledger);
  if (!draft.storage) {
    const answer = ledger.ask({
      key: 'storage',
      text: 'Must the data survive a restart of the system?',
      target: 'storage',
      answers: ['No, memory is enough', 'Yes, keep it in SQLite'],
      rank: 2,
    });
    if (answer !== undefined && /yes|sqlite/i.test(answer)) draft.storage = { value: 'sqlite', span: [0, 0] };
    else ledger.assume('Records are kept in memory: they are gone when the system stops.', 'storage');
  }
  if (!draft.port) ledger.assume('The system listens on port 8080.', 'interfaces.http.port');
}

function applySystem(draft: Draft, entry: Entry, proposal: Proposal, ledger: Ledger): void {
  const span = entry.reading.span;
  switch (proposal.kind) {
    case 'title':
      draft.title ??= { value: proposal.words, span: proposal.span };
      return ledger.fact(entry, 'name', proposal.span);
    case 'storage':
      return applyStorage(draft, entry, proposal, ledger);
    case 'port':
      if (proposal.port < 1 || proposal.port > HIGHEST_PORT)
        return ledger.problem(entry, `${proposal.port} is no port: ports go from 1 to ${HIGHEST_PORT}`);
      draft.port = ledger.agree('interfaces.http.port', draft.port, {
        value: proposal.port,
        span: proposal.span,
      });
      return ledger.fact(entry, 'interfaces.http.port', proposal.span);
    case 'prefix':
      draft.prefix = ledger.agree('interfaces.http.prefix', draft.prefix, {
        value: proposal.prefix,
        span: proposal.span,
      });
      return ledger.fact(entry, 'interfaces.http.prefix', proposal.span);
    case 'http':
      return ledger.fact(entry, 'interfaces.http', proposal.span[1] > 0 ? proposal.span : span);
    case 'problem':
      return ledger.problem(entry, proposal.why);
    default:
      return undefined;
  }
}

function applyStorage(
  draft: Draft,
  entry: Entry,
  proposal: Extract<Proposal, { kind: 'storage' }>,
  ledger: Ledger,
): void {
  const said = { value: proposal.storage, span: proposal.span };
  draft.storage = ledger.agree('storage', draft.storage, said);
  ledger.fact(entry, 'storage', proposal.span);
  if (proposal.product !== undefined) {
    ledger.problem(entry, `${proposal.product} is not built by this version`);
    ledger.assume(`Records are kept in a SQLite file instead of ${proposal.product}.`, 'storage');
  } else if (proposal.storage === 'sqlite' && proposal.isGeneral) {
    ledger.assume('Records are kept in a SQLite file.', 'storage');
  }
}
