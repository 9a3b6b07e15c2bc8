import { globSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { relative, resolve } from 'node:path';

/**
 * A reporter of node:test that runs beside the tests, in the folder of the system: one JSON line for each finished test,
 * one for the coverage of `src`, one at the end. Coverage counts lines of code: neither blank lines, comments nor types.
 */
export default async function* reportAsLines(events) {
  for await (const { type, data } of events) {
    const line = reporters[type]?.(data);
    if (line) yield `${JSON.stringify(line)}\n`;
  }
}

const reporters = {
  'test:pass': (data) =>
    finished(data, data.skip !== undefined || data.todo !== undefined ? 'skipped' : 'passed'),
  'test:fail': (data) => finished(data, data.todo === undefined ? 'failed' : 'skipped'),
  'test:coverage': (data) => ({ kind: 'coverage', files: coverageOf(data.summary.files) }),
  'test:summary': (data) => (data.file === undefined ? { kind: 'end', tests: data.counts.tests } : undefined),
};

function finished(data, status) {
  const { error } = data.details;
  // A suite repeats what its tests said, unless it failed on its own.
  if (data.details.type === 'suite' && error?.failureType !== 'hookFailed') return undefined;
  // A file that ended well in a process of its own is reported as a test, though it may have held none.
  if (status === 'passed' && data.file && resolve(data.name) === data.file) return undefined;
  return {
    kind: 'test',
    name: data.name,
    file: data.file && relative(process.cwd(), data.file),
    line: data.line,
    column: data.column,
    status,
    ms: data.details.duration_ms,
    ...(status === 'failed' ? { message: messageOf(error) } : {}),
  };
}

function messageOf(error) {
  const cause = error?.cause ?? error;
  return String(cause?.message ?? cause);
}

function coverageOf(files) {
  const seen = new Map(files.map((file) => [relative(process.cwd(), file.path), file.lines]));
  return globSync('src/**/*.ts')
    .toSorted()
    .map((path) => {
      const code = linesOfCode(readFileSync(path, 'utf8'));
      const lines = seen.get(path);
      const ran = new Set(lines?.filter((line) => line.count > 0).map((line) => line.line));
      return { path, lines: code.length, uncovered: code.filter((line) => !ran.has(line)) };
    });
}

/** Numbers of the lines that hold code once types are gone; types are replaced by blanks, so that lines stay. */
function linesOfCode(source) {
  const code = stripTypeScriptTypes(source);
  const isCode = (line) => line.trim() !== '' && !/^\s*(\/\/|\/?\*)/.test(line);
  return code.split('\n').flatMap((line, index) => (isCode(line) ? [index + 1] : []));
}
