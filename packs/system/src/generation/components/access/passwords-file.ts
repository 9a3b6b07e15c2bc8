import { SourceFile } from '../../code/source-file.ts';
import type { PasswordUse } from '../../plan/password-use.ts';
import { passwordsFile } from './access-files.ts';

/** `src/domain/passwords.ts`: slow work on passwords, done off the main thread and outside of transactions. */
export function renderPasswordsFile({ hashes, verifies }: PasswordUse): SourceFile {
  const file = new SourceFile(passwordsFile);
  file.imports.value('node:crypto', 'scrypt');
  file.imports.value('node:crypto', 'randomBytes');
  if (verifies) file.imports.value('node:crypto', 'timingSafeEqual');
  const members = [
    hashes && '  /** What is stored of a password. */\n  hash(password: string): string;',
    verifies &&
      '  /** Whether it is the password behind the hash. Takes as long when there is no hash, because there is no such account. */\n  verify(hash: string | null | undefined, password: string): boolean;',
  ].filter((member) => member !== false);
  file.add(`
/** What operations ask about passwords. */
export interface Passwords {
${members.join('\n')}
}`);
  file.add(needed).add(renderClass(hashes, verifies)).add(constants);
  if (hashes) file.add(hashPassword);
  if (verifies) file.add(verifyPassword).add(absentHash);
  return file.add(derive);
}

const needed = `
/** Ends a transaction that needs work on a password first; it starts again once the work is done. */
export class PasswordWorkNeeded extends Error {
  override readonly name = 'PasswordWorkNeeded';
  readonly code = 'password_work_needed';
  readonly work: () => Promise<void>;

  constructor(work: () => Promise<void>) {
    super('A password must be worked on before the operation can go on.');
    this.work = work;
  }
}`;

function renderClass(hashes: boolean, verifies: boolean): string {
  const hash = `
  readonly #hashes = new Map<string, string>();`;
  const verdicts = `
  readonly #verdicts = new Map<string, boolean>();`;
  const hashMethod = `
  hash(password: string): string {
    const known = this.#hashes.get(password);
    if (known !== undefined) return known;
    throw new PasswordWorkNeeded(async () => {
      this.#hashes.set(password, await hashPassword(password, this.#cost));
    });
  }
`;
  const verifyMethod = `
  verify(hash: string | null | undefined, password: string): boolean {
    const key = \`\${hash ?? ''} \${password}\`;
    const known = this.#verdicts.get(key);
    if (known !== undefined) return known;
    throw new PasswordWorkNeeded(async () => {
      const isRight = await verifyPassword(hash ?? absentHash(this.#cost), password);
      this.#verdicts.set(key, isRight && typeof hash === 'string');
    });
  }
`;
  return `
/** The work on passwords for one request. Results are kept until it is answered. */
export class PasswordWork implements Passwords {
  readonly #cost: number;${hashes ? hash : ''}${verifies ? verdicts : ''}

  /** @param cost Binary logarithm of the number of blocks that scrypt computes; each step doubles time and memory. */
  constructor(cost: number) {
    this.#cost = cost;
  }

  /** Tries until the attempt needs no more work; what is worked out in between is there for the next try. */
  async during<Result>(attempt: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof PasswordWorkNeeded)) throw error;
        await error.work();
      }
    }
  }
${hashes ? hashMethod : ''}${verifies ? verifyMethod : ''}}`.replace(/\n\n\}$/, '\n}');
}

const constants = `
const BLOCK_SIZE = 8;
const PARALLELISM = 3;
const KEY_BYTES = 32;`;

const hashPassword = `
/** \`scrypt$15$8$3$salt$key\`: how it was computed stands in front, so that the cost can grow. */
export async function hashPassword(password: string, cost: number): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return formatHash(cost, salt, key);
}`;

const verifyPassword = `
async function verifyPassword(hash: string, password: string): Promise<boolean> {
  const [, cost, , , salt = '', key = ''] = hash.split('$');
  const expected = Buffer.from(key, 'base64url');
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'base64url'), Number(cost)), expected);
}`;

const absentHash = `
/** Stands in for the hash of an account that does not exist. */
function absentHash(cost: number): string {
  return formatHash(cost, randomBytes(16), randomBytes(KEY_BYTES));
}`;

const derive = `
function formatHash(cost: number, salt: Buffer, key: Buffer): string {
  const parts = ['scrypt', cost, BLOCK_SIZE, PARALLELISM, salt.toString('base64url'), key.toString('base64url')];
  return parts.join('$');
}

/** Off the main thread: requests of others go on meanwhile. */
function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  const options = { N: 2 ** cost, r: BLOCK_SIZE, p: PARALLELISM, maxmem: 2 ** (cost + 11) };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}`;
