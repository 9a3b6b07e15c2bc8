import { lowerAt } from '../../text/token-at.ts';
import type { Token } from '../../text/tokens.ts';
import {
  CREATE_VERBS,
  DELETE_VERBS,
  FILTER_VERBS,
  KEEP_VERBS,
  LIST_VERBS,
  READ_VERBS,
  SORT_VERBS,
  UPDATE_VERBS,
  isKnownAction,
  type StandardVerb,
} from '../../words/verbs.ts';

export type VerbKind = StandardVerb | 'filter' | 'sort' | 'keep' | { readonly action: string };

const KINDS: readonly (readonly [ReadonlySet<string>, VerbKind])[] = [
  [SORT_VERBS, 'sort'],
  [UPDATE_VERBS, 'update'],
  [DELETE_VERBS, 'delete'],
  [CREATE_VERBS, 'create'],
  [READ_VERBS, 'read'],
  [LIST_VERBS, 'list'],
  [FILTER_VERBS, 'filter'],
  [KEEP_VERBS, 'keep'],
];

interface VerbRun {
  readonly verbs: readonly VerbKind[];
  readonly length: number;
}

/** `Add, edit and delete` → three verbs. */
export function readVerbs(tokens: readonly Token[]): VerbRun {
  const verbs: VerbKind[] = [];
  let at = 0;
  let length = 0;
  while (at < tokens.length) {
    const one = verbAt(tokens, at);
    if (!one) break;
    verbs.push(one.kind);
    at += one.length;
    length = at;
    const joint = jointLength(tokens, at);
    if (joint === 0) break;
    at += joint;
  }
  return { verbs, length };
}

function jointLength(tokens: readonly Token[], at: number): number {
  let length = 0;
  while (/^(?:,|\/|and|or|&|\+|then|also|;)$/.test(lowerAt(tokens, at + length))) length += 1;
  return length;
}

function verbAt(tokens: readonly Token[], at: number): { kind: VerbKind; length: number } | undefined {
  for (let length = 3; length >= 1; length -= 1) {
    const words = tokens.slice(at, at + length);
    if (words.length < length || words.some((token) => token.kind !== 'word')) continue;
    const phrase = words.map((token) => gerundBase(token.lower)).join(' ');
    if (phrase === 'log' && /^(?:in|out|into|on|off)$/.test(lowerAt(tokens, at + 1))) return undefined;
    const kind = KINDS.find(([verbs]) => verbs.has(phrase))?.[1];
    if (kind) return { kind, length };
    if (isKnownAction(phrase)) return { kind: { action: phrase }, length };
  }
  return lowerAt(tokens, at) === 'crud' ? { kind: 'keep', length: 1 } : undefined;
}

const GERUNDS: Readonly<Record<string, string>> = {
  adding: 'add',
  creating: 'create',
  registering: 'register',
  recording: 'record',
  entering: 'enter',
  listing: 'list',
  showing: 'show',
  viewing: 'view',
  browsing: 'browse',
  reading: 'read',
  getting: 'get',
  editing: 'edit',
  updating: 'update',
  changing: 'change',
  deleting: 'delete',
  removing: 'remove',
  filtering: 'filter',
  searching: 'search',
  sorting: 'sort',
  managing: 'manage',
  tracking: 'track',
  finding: 'find',
  marking: 'mark',
  cancelling: 'cancel',
  closing: 'close',
  archiving: 'archive',
  adds: 'add',
  creates: 'create',
  lists: 'list',
  deletes: 'delete',
  updates: 'update',
  edits: 'edit',
  removes: 'remove',
  shows: 'show',
};

function gerundBase(word: string): string {
  return Object.hasOwn(GERUNDS, word) ? (GERUNDS[word] as string) : word;
}
