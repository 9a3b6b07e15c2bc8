import { SourceFile } from '../../../code/source-file.ts';
import { foldedFile } from '../storage-files.ts';

/** `src/storage/folded.ts`. */
export function renderFolded(): SourceFile {
  return new SourceFile(foldedFile).add(`
/** SQL that brings capital and small letters together, in every alphabet. */
export function folded(text: string): string {
  return \`lower(\${text} COLLATE "und-x-icu")\`;
}`);
}
