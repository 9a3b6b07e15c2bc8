import { snakeCase } from '../naming/letter-case.ts';

/** A value in a form that its place does not take, and how it is written there. */
interface ForeignForm {
  /** Matches the path of the value: `operations.signUp.do[1].else`. */
  readonly at: RegExp;
  /** What to write instead; undefined when this form is not what was written. */
  readonly suggest: (value: unknown) => string | undefined;
}

const fieldPlace = /\.(?:fields|input|path|query|headers)\.\w+$|^events\.\w+\.\w+$/;
const fieldsPlace = /\.(?:fields|input|path|query|headers)$|^events\.\w+$/;

const forms: readonly ForeignForm[] = [
  {
    at: fieldPlace,
    suggest: (value) =>
      isTexts(value)
        ? `Write the values between bars: \`${value.join(' | ')}\`.`
        : value === null || typeof value === 'boolean' || typeof value === 'number'
          ? 'Write a type: `text 1..80`, `integer 0..`, `low | high`.'
          : undefined,
  },
  {
    at: fieldsPlace,
    suggest: (value) =>
      Array.isArray(value) ? `Write a mapping of names to types: \`{ ${fieldsOf(value)} }\`.` : undefined,
  },
  {
    at: /^(entities|operations|events)$/,
    suggest: (value) =>
      Array.isArray(value)
        ? 'Write a mapping with the names as keys: `Task: { fields: { title: text } }`.'
        : undefined,
  },
  {
    at: /^entities\.\w+$/,
    suggest: (value) => (value === null ? 'Write its `fields`: `{ fields: { title: text } }`.' : undefined),
  },
  {
    at: /\.unique\[\d+\]$/,
    suggest: (value) =>
      typeof value === 'string'
        ? `For one field, write \`unique\` in its type: \`${value}: text unique\`; for several together, \`unique: [[a, b]]\`.`
        : undefined,
  },
  {
    at: /\.states$/,
    suggest: (value) =>
      Array.isArray(value)
        ? `Write \`states: { values: [${value.map(shown).join(', ')}], actions: { … } }\`.`
        : undefined,
  },
  {
    at: /\.api$/,
    suggest: (value) =>
      Array.isArray(value)
        ? undefined
        : 'Leave it out for all of them, or choose: `[create, list, read, update, delete]`, `{ create: { access: admin }, list: {} }`.',
  },
  {
    at: /\.api\.(?:create|list|read|update|delete)$/,
    suggest: (value) => {
      if (value === null || value === true) return 'Write `{}` where there is nothing else to say.';
      if (value === false) return 'Leave it out.';
      return typeof value === 'string' ? `Write \`{ access: ${value} }\`.` : undefined;
    },
  },
  {
    at: /\.api\[\d+\]$/,
    suggest: (value) => {
      const own = standardNames[shown(value).toLowerCase()];
      return own === undefined ? undefined : `Did you mean \`${own}\`?`;
    },
  },
  {
    at: /\.idempotent$/,
    suggest: (value) =>
      value === false
        ? 'Leave it out.'
        : 'Write `idempotent: true` where a key may be sent, `idempotent: required` where it must.',
  },
  {
    at: /\.http$/,
    suggest: (value) => {
      const { method, path, url } = mapping(value);
      const address = path ?? url;
      return method === undefined || address === undefined
        ? undefined
        : `Write \`http: ${shown(method).toUpperCase()} ${shown(address)}\`.`;
    },
  },
  {
    at: /\.do$/,
    suggest: (value) =>
      Array.isArray(value) ? undefined : 'Write a list, each step with a dash: `- create: Task`.',
  },
  {
    at: /\.do\[\d+\]$/,
    suggest: (value) => {
      const [, step, rest] = /^(\w+)\s+(.+)$/.exec(typeof value === 'string' ? value : '') ?? [];
      return step === undefined ? undefined : `Write \`${step}: ${rest}\`.`;
    },
  },
  { at: /\.else$/, suggest: refusal },
  {
    at: /\.compute$/,
    suggest: (value) => {
      const [name, expression] = Object.entries(mapping(value))[0] ?? [];
      return name === undefined
        ? undefined
        : `Write \`compute: ${name}\` with \`value: ${shown(expression)}\`.`;
    },
  },
  {
    at: /\.set$/,
    suggest: (value) =>
      value === 'input'
        ? 'Write `from: input`.'
        : typeof value === 'string'
          ? 'Write a mapping of fields to expressions: `set: { price: input.price }`.'
          : undefined,
  },
  {
    at: /\.where$/,
    suggest: (value) => {
      const conditions = Object.entries(mapping(value)).map(
        ([field, one]) => `record.${field} == ${celText(one)}`,
      );
      return conditions.length === 0 ? undefined : `Write \`where: ${conditions.join(' && ')}\`.`;
    },
  },
  {
    at: /\.answer$/,
    suggest: (value) => {
      if (typeof value !== 'string') return undefined;
      const status = /^2\d\d\b/.exec(value)?.[0];
      return status === undefined ? `Write \`answer: { body: ${value} }\`.` : `Write \`answer: ${status}\`.`;
    },
  },
  {
    at: /\.port$/,
    suggest: (value) =>
      /^\d+$/.test(shown(value)) ? `Write it without quotes: \`port: ${shown(value)}\`.` : undefined,
  },
  {
    at: /\.prefix$/,
    suggest: (value) =>
      `Write \`/${shown(value)
        .replaceAll(/^\/+|\/+$/g, '')
        .toLowerCase()}\`.`,
  },
  { at: /^millwright$/, suggest: () => 'Write `millwright: 1`.' },
];

/** How a value that has no right shape is written at its place, if it is a form that people know from elsewhere. */
export function suggestForm(path: string, value: unknown): string | undefined {
  for (const { at, suggest } of forms) {
    const suggestion = at.test(path) ? suggest(value) : undefined;
    if (suggestion !== undefined) return suggestion;
  }
  return undefined;
}

const standardNames: Readonly<Record<string, string | undefined>> = {
  get: 'read',
  show: 'read',
  fetch: 'read',
  post: 'create',
  add: 'create',
  index: 'list',
  getall: 'list',
  put: 'update',
  patch: 'update',
  edit: 'update',
  remove: 'delete',
  destroy: 'delete',
};

function refusal(value: unknown): string | undefined {
  if (typeof value === 'number') return `A code follows the status: \`else: ${value} already_full\`.`;
  const { status, code, message } = mapping(value);
  const [, written = status, words] = /^(\d{3})?\s*(.*)$/.exec(typeof value === 'string' ? value : '') ?? [];
  const name = snakeCase(shown(code ?? words ?? ''));
  if (!/^[a-z][a-z0-9_]*$/.test(name)) return undefined;
  const text = `${shown(written ?? 422)} ${name}`;
  return message === undefined ? `Write \`else: ${text}\`.` : `Write \`else: '${text}: ${shown(message)}'\`.`;
}

function fieldsOf(items: readonly unknown[]): string {
  const written = items.map((item) => {
    const { name, type } = mapping(item);
    return `${shown(name ?? item)}: ${typeof type === 'string' ? type : 'text'}`;
  });
  return written.every((field) => /^\w+: /.test(field)) ? written.join(', ') : 'title: text 1..80';
}

function celText(value: unknown): string {
  return typeof value === 'string' && !/[.()]/.test(value) ? `'${value}'` : shown(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
}

function mapping(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** A value as it is written. */
function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
