import type { Access, Accounts, Keys, OperationAccess, Rate, Seed } from '../model/access.ts';
import type { Point, Topic } from './explanation.ts';
import { joinAnd, joinOr } from './phrases.ts';

/** Who may send requests, and how they say who they are. */
export function explainAccess({ accounts, keys }: Access): readonly Topic[] {
  return [
    ...(accounts === undefined ? [] : [explainAccounts(accounts)]),
    ...(keys === undefined ? [] : [explainKeys(keys)]),
  ];
}

function explainAccounts({ entity, login, password, roles, lastsMs }: Accounts): Topic {
  return {
    title: 'Accounts',
    points: [
      { text: `each ${entity} is an account, found by ${login} and opened by ${password}` },
      { text: `a session lasts ${duration(lastsMs)}; its token is sent as \`Authorization: Bearer …\`` },
      ...(roles === undefined ? [] : [{ text: `${roles} says what an account may do` }]),
    ],
  };
}

function explainKeys(keys: Keys): Topic {
  const where =
    keys.kind === 'records'
      ? `each ${keys.entity} is a key: its ${keys.token} is answered once, when it is created`
      : `keys are listed in the configuration ${keys.setting}`;
  return { title: 'Keys', points: [{ text: where }, { text: `a key is sent in the header ${keys.header}` }] };
}

/** Whom an operation is open to. */
export function explainOpenness(access: OperationAccess | undefined): readonly Point[] {
  if (access === undefined || access.isOpen) return [];
  const who = [
    ...(access.admits.includes('account') ? [access.roles ? joinOr(access.roles) : 'who is signed in'] : []),
    ...(access.admits.includes('key') ? ['who sends a key'] : []),
  ];
  return [
    {
      text: `open to ${joinOr(who)}`,
      refusals: [
        { status: 401, code: 'unauthenticated', when: 'credentials are missing or wrong' },
        ...(access.roles ? [{ status: 403, code: 'forbidden', when: 'the account has another role' }] : []),
      ],
    },
  ];
}

export function explainRate(rate: Rate | undefined): readonly Point[] {
  if (rate === undefined) return [];
  const whose = rate.key === undefined ? '' : ` for each ${rate.key.source}`;
  return [
    {
      text: `at most ${rate.limit} requests in ${duration(rate.perMs)}${whose}`,
      refusals: [{ status: 429, code: 'too_many_requests', when: 'there were more' }],
    },
  ];
}

export function explainSeed({ entity, records }: Seed): Topic {
  return {
    title: entity,
    points: records.map(({ values, isOptional }) => ({
      text: `${joinAnd(values.map(({ field }) => field))} of one record${isOptional ? ', if the environment gives it' : ''}`,
    })),
  };
}

function duration(milliseconds: number): string {
  const units = [
    [86_400_000, 'day'],
    [3_600_000, 'hour'],
    [60_000, 'minute'],
    [1_000, 'second'],
  ] as const;
  const [size, name] = units.find(([unit]) => milliseconds % unit === 0) ?? ([1, 'millisecond'] as const);
  const count = milliseconds / size;
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
