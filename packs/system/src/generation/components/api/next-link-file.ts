import { SourceFile } from '../../code/source-file.ts';
import { nextLinkFile } from './api-files.ts';

/** `src/http/next-link.ts`, or undefined when no list is read page after page. */
export function renderNextLinkFile({
  hasNextLinks,
}: {
  readonly hasNextLinks: boolean;
}): SourceFile | undefined {
  if (!hasNextLinks) return undefined;
  return new SourceFile(nextLinkFile).add(`
/** The headers that lead to the page after a cursor; none on the last page. */
export function nextLink(url: string, cursor: string | null): Readonly<Record<string, string>> {
  if (cursor === null) return {};
  const next = new URL(url);
  next.searchParams.set('cursor', cursor);
  return { Link: \`<\${next.pathname}\${next.search}>; rel="next"\`, 'X-Next-Cursor': cursor };
}`);
}
