import { SourceFile } from '../../code/source-file.ts';
import { answerFile, versionFile } from './api-files.ts';

/** `src/http/version.ts`, or undefined when no answer carries a version. */
export function renderVersionFile({
  hasVersions,
  hasConditionalReads,
  hasSelections,
}: {
  readonly hasVersions: boolean;
  readonly hasConditionalReads: boolean;
  readonly hasSelections: boolean;
}): SourceFile | undefined {
  if (!hasVersions && !hasConditionalReads) return undefined;
  const file = new SourceFile(versionFile);
  file.add(`
/** The header that tells the version of a record. */
export function etag({ version }: { readonly version: number }): { readonly ETag: string } {
  return { ETag: \`"\${version}"\` };
}`);
  if (!hasConditionalReads) return file;
  for (const name of ['answer', 'EVERY_ANSWER']) file.imports.value(answerFile, name);
  return file.add(`
/** Answers with a record, or with nothing but its version to who has that one already. */
export function answerVersion(
  record: { readonly version: number },
  ifNoneMatch: string | undefined,${hasSelections ? '\n  shown: object = record,' : ''}
): Response {
  const headers = etag(record);
  const known = ifNoneMatch?.split(',').map((tag) => tag.trim().replace(/^W\\//, '')) ?? [];
  if (!known.includes('*') && !known.includes(headers.ETag)) return answer(200, ${hasSelections ? 'shown' : 'record'}, headers);
  return new Response(null, { status: 304, headers: { ...EVERY_ANSWER, ...headers } });
}`);
}
