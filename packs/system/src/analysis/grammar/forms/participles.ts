import { lowerText } from '../../text/token-at.ts';
import type { Token } from '../../text/tokens.ts';
import type { StandardVerb } from '../../words/verbs.ts';
import { splitList } from '../noun-phrase.ts';

const STANDARD_PARTICIPLES: Readonly<Record<string, StandardVerb>> = {
  added: 'create',
  created: 'create',
  registered: 'create',
  recorded: 'create',
  entered: 'create',
  inserted: 'create',
  listed: 'list',
  shown: 'list',
  viewed: 'list',
  browsed: 'list',
  displayed: 'list',
  seen: 'list',
  searched: 'list',
  filtered: 'list',
  sorted: 'list',
  read: 'read',
  retrieved: 'read',
  fetched: 'read',
  'looked up': 'read',
  updated: 'update',
  edited: 'update',
  changed: 'update',
  modified: 'update',
  corrected: 'update',
  renamed: 'update',
  altered: 'update',
  amended: 'update',
  deleted: 'delete',
  removed: 'delete',
  erased: 'delete',
};

/** The standard operation a participle names: `added` → create. */
export function standardParticiple(participle: string): StandardVerb | undefined {
  return Object.hasOwn(STANDARD_PARTICIPLES, participle) ? STANDARD_PARTICIPLES[participle] : undefined;
}

/** The standard operations that participles name, or nothing when one of them is no standard operation. */
export function standardParticiples(tokens: readonly Token[]): readonly StandardVerb[] | undefined {
  const verbs = splitList(tokens).map((part) => standardParticiple(lowerText(part)));
  return verbs.length > 0 && verbs.every((verb) => verb !== undefined) ? verbs : undefined;
}
