import { availableParallelism } from 'node:os';
import { type Finding, ToolFailedError, defineCheck } from '@millwright/factory';
import type { ProofContext } from '../proof-context.ts';
import { resolveTypeScript } from '../staging/tools.ts';
import { sourceFiles } from './source-files.ts';

const timeoutMs = 60_000;

/** Where other checks want the few cores as well, several threads cost more than they bring. */
const threads = availableParallelism() <= 2 ? ['--singleThreaded'] : [];

/** The compiler, with the system's own tsconfig.json. */
export const typesCheck = defineCheck<ProofContext>({
  name: 'types',
  tier: 2,
  run: async ({ stage, sandbox }, { signal, log }) => {
    const tool = resolveTypeScript();
    const result = await sandbox.run({
      command: tool.command,
      args: [...tool.leadingArgs, '-p', '.', '--noEmit', '--pretty', 'false', '--listFiles', ...threads],
      cwd: stage.folder,
      env: stage.environment,
      timeoutMs,
      signal,
    });
    const isListed = (line: string) => line.startsWith('/');
    const [listed, output] = partition(result.stdout.split('\n'), isListed);
    log(`tsc ${tool.version}, exit code ${result.exitCode}\n${output.join('\n')}${result.stderr}`);
    const findings = [...readCompilerOutput(output), ...notChecked(stage.folder, new Set(listed))];
    if (result.exitCode !== 0 && findings.length === 0) throw new ToolFailedError('tsc', result);
    return findings;
  },
});

/** A configuration that leaves files out must not let them pass. */
function notChecked(folder: string, listed: ReadonlySet<string>): readonly Finding[] {
  return sourceFiles(folder)
    .filter((file) => file.endsWith('ts') && !listed.has(`${folder}/${file}`))
    .map((file) => ({
      code: 'not_type_checked',
      severity: 'error',
      message: 'tsconfig.json leaves this file out.',
      place: { file },
    }));
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): readonly [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

/** `src/a.ts(3,14): error TS2322: …`, or without a place; lines that begin with a blank go on with the message. */
const diagnostic =
  /^(?:(?<file>[^\n(]+)\((?<line>\d+),(?<column>\d+)\): )?error TS(?<code>\d+): (?<message>.*)$/;

export function readCompilerOutput(lines: readonly string[]): readonly Finding[] {
  const findings: Finding[] = [];
  for (const line of lines) {
    const groups = diagnostic.exec(line)?.groups;
    const last = findings.at(-1);
    if (!groups) {
      if (last && /^\s+\S/.test(line)) last.message += ` ${line.trim()}`;
      continue;
    }
    const { file, line: row, column, code, message } = groups;
    findings.push({
      code: `ts${code}`,
      severity: 'error',
      message: message ?? '',
      ...(file ? { place: { file, line: Number(row), column: Number(column) } } : {}),
      ...(isSyntax(code) && { isBlocking: true }),
    });
  }
  return findings;
}

/** The compiler asks for no types before all code can be read, nor without those of Node. */
function isSyntax(code: string | undefined): boolean {
  return /^1[01]\d\d$/.test(code ?? '') || code === '2688';
}
