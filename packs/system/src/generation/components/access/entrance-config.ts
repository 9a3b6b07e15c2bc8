import type { SystemModel } from '../../../model/system.ts';
import { screamingSnakeCase } from '../../../naming/letter-case.ts';
import { passwordUse } from '../../plan/password-use.ts';
import { seedsPasswords } from './access-needs.ts';

/** Parts of the configuration that have to do with who asks. */
export interface EntranceConfig {
  readonly declaration: readonly string[];
  readonly value: readonly string[];
  readonly readers: readonly string[];
}

export function entranceConfig(model: SystemModel): EntranceConfig {
  const parts = [
    ...(hasLimits(model) ? [limits(model.http.trustedProxies ?? 0)] : []),
    ...(hashesPasswords(model) ? [passwords] : []),
    ...(model.access?.keys?.kind === 'settings' ? [keys(model.access.keys.setting)] : []),
  ];
  return {
    declaration: parts.flatMap(({ declaration }) => declaration),
    value: parts.flatMap(({ value }) => value),
    readers: [...new Set(parts.flatMap(({ readers }) => readers))],
  };
}

function hasLimits({ operations }: SystemModel): boolean {
  return operations.some(({ rate }) => rate !== undefined);
}

/** Whether anything in the system computes hashes of passwords. */
export function hashesPasswords(model: SystemModel): boolean {
  const isUsed = model.operations.some((operation) => {
    const { hashes, verifies } = passwordUse(operation, model.entities);
    return hashes || verifies;
  });
  return isUsed || seedsPasswords(model);
}

const wholeNumber = `
function wholeNumberFrom(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (/^\\d+$/.test(text) && number >= least && number <= most) return number;
  throw new ConfigError(\`\${name} is "\${text}"; expected a number from \${least} to \${most}.\`);
}`;

const limits = (trustedProxies: number): EntranceConfig => ({
  declaration: [
    '  /** False where something before the system limits how often it is asked. */',
    '  readonly rateLimits: boolean;',
    '  /** How many proxies before the system add to X-Forwarded-For. */',
    '  readonly trustedProxies: number;',
  ],
  value: [
    "    rateLimits: environment['RATE_LIMITS'] !== 'off',",
    `    trustedProxies: wholeNumberFrom('TRUSTED_PROXIES', environment['TRUSTED_PROXIES'] || '${trustedProxies}', 0, 10),`,
  ],
  readers: [wholeNumber],
});

/** 2^15 blocks of 1 KiB, three times over: one of the settings that OWASP recommends for scrypt. */
const passwords: EntranceConfig = {
  declaration: [
    '  /** Binary logarithm of the memory that a password takes to hash, in KiB: 15 are 32 MiB. */',
    '  readonly passwordCost: number;',
  ],
  value: [
    "    passwordCost: wholeNumberFrom('PASSWORD_COST', environment['PASSWORD_COST'] || '15', 10, 20),",
  ],
  readers: [wholeNumber],
};

function keys(setting: string): EntranceConfig {
  const variable = screamingSnakeCase(setting);
  return {
    declaration: [
      '  /** Keys of machines, by name. */',
      '  readonly keys: Readonly<Record<string, string>>;',
    ],
    value: [`    keys: keysFrom(environment['${variable}'] ?? ''),`],
    readers: [
      `
/** \`name:secret\`, separated by commas. */
function keysFrom(text: string): Record<string, string> {
  const keys = text.split(',').filter((entry) => entry.trim() !== '');
  return Object.fromEntries(
    keys.map((entry) => {
      const [, name, secret] = /^\\s*([\\w.-]+):(\\S{16,})\\s*$/.exec(entry) ?? [];
      if (name !== undefined && secret !== undefined) return [name, secret];
      throw new ConfigError('${variable} lists keys as name:secret, separated by commas; a secret has 16 characters or more.');
    }),
  );
}`,
    ],
  };
}
