import type { Operation } from '../../../model/operation.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import { bodyFile } from '../api/api-files.ts';
import { problemFile } from '../domain/refusal.ts';
import { clockFile } from '../root/clock-file.ts';
import { signaturesFile } from './access-files.ts';

/** `src/http/signatures.ts`; undefined where no request must be signed. */
export function renderSignaturesFile(operations: readonly Operation[]): SourceFile | undefined {
  const settings = new Set(operations.flatMap(({ signature }) => signature?.setting ?? []));
  if (settings.size === 0) return undefined;
  const file = new SourceFile(signaturesFile);
  file.imports.value('@millwright/harness', 'isSigned');
  file.imports.type('@millwright/harness', 'SignatureRule');
  file.imports.type('hono', 'Context');
  file.imports.type(clockFile, 'Clock');
  file.imports.type('src/config.ts', 'Settings');
  file.imports.value(problemFile, 'Problem');
  file.imports.value(bodyFile, 'readRaw');
  return file
    .add(
      `
/** What requests are signed with. */
export type Secrets = Pick<Settings, ${[...settings].map((name) => literal(name)).join(' | ')}>;`,
    )
    .add(signatures);
}

const signatures = `
/** Lets in what somebody has signed who knows the secret, and not long ago. */
export class Signatures {
  readonly #secrets: Secrets;
  readonly #clock: Clock;

  constructor(secrets: Secrets, clock: Clock) {
    this.#secrets = secrets;
    this.#clock = clock;
  }

  async expect(c: Context, secret: keyof Secrets, rule: SignatureRule): Promise<void> {
    const body = new Uint8Array(await readRaw(c));
    if (isSigned(rule, this.#secrets[secret], body, (name) => c.req.header(name), this.#clock.now())) return;
    throw new Problem(401, 'invalid_signature', \`The header \${rule.header} does not prove who sent the request.\`);
  }
}`;
