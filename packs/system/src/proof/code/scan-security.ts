import type { Finding, GeneratedFile } from '@millwright/factory';
import { type SecurityRule, securityRules } from './security-rules.ts';

/** Finds code that opens a system to an attack. */
export function scanSecurity(files: Iterable<GeneratedFile>): readonly Finding[] {
  return [...files].flatMap((file) => securityRules.flatMap((rule) => scan(rule, file)));
}

function scan({ pattern, notIn, code, message, fix }: SecurityRule, file: GeneratedFile): readonly Finding[] {
  if (notIn?.test(file.path)) return [];
  const text = withoutComments(file.content);
  return [...text.matchAll(pattern)].map(({ index }) => {
    const before = text.slice(0, index);
    const place = {
      file: file.path,
      line: before.split('\n').length,
      column: before.length - before.lastIndexOf('\n'),
    };
    return { code, severity: 'error', message, place, fix };
  });
}

/** Line by line and column by column where it was. */
function withoutComments(content: string): string {
  return content.replace(/(?<![:'"`\w])\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (text) => text.replace(/[^\n]/g, ' '));
}
