import { SourceFile } from '../../code/source-file.ts';
import { tokensFile } from './access-files.ts';

/** `src/domain/tokens.ts`: secrets that the system makes itself. */
export function renderTokensFile(): SourceFile {
  const file = new SourceFile(tokensFile);
  file.imports.value('node:crypto', 'createHash');
  file.imports.value('node:crypto', 'randomBytes');
  return file
    .add(`
/** 256 bits that nobody can guess, after a prefix that tells what they are for. */
export function newToken(prefix: string): string {
  return prefix + randomBytes(32).toString('base64url');
}`)
    .add(`
/** What is stored of a token: enough to know it again, and of no use to whoever reads it. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}`);
}
