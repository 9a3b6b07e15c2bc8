import { SourceFile } from '../../code/source-file.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import { problemFile } from './refusal.ts';

export const versionsFile = 'src/domain/versions.ts';

/** `src/domain/versions.ts`, or undefined when no request names a version. */
export function renderVersionsFile({
  hasVersions,
  hasRequiredVersions,
}: StorageUsage): SourceFile | undefined {
  if (!hasVersions) return undefined;
  const file = new SourceFile(versionsFile);
  file.imports.value(problemFile, 'refuse');
  const parameter = hasRequiredVersions ? ',\n  isRequired = false,\n' : '';
  const missing = hasRequiredVersions
    ? `
  if (ifMatch === undefined && isRequired) {
    refuse(428, 'precondition_required', 'Say in If-Match which version you change.');
  }`
    : '';
  return file.add(`
/** Refuses the request when its \`If-Match\` header names other versions than the present one. */
export function expectVersion(version: number, ifMatch: string | undefined${parameter}): void {${missing}
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  if (tags.includes(\`"\${version}"\`)) return;
  refuse(412, 'precondition_failed', \`The record is at version \${version} by now.\`);
}`);
}
