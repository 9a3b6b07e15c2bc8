import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CheckTools, type Finding, ToolFailedError, defineCheck } from '@millwright/factory';
import { z } from 'zod';
import type { ProofContext } from '../proof-context.ts';
import { resolveOxlint } from '../staging/tools.ts';
import { lintRules } from './lint-rules.ts';
import { sourceFiles } from './source-files.ts';

const timeoutMs = 60_000;
const maxOutputBytes = 16 * 1024 * 1024;

/** oxlint twice, side by side: with the rules every system is held to, and with the system's own. */
export const lintCheck = defineCheck<ProofContext>({
  name: 'lint',
  tier: 2,
  run: async (context, tools) => {
    const common = join(context.stage.scratch, 'common.oxlintrc.json');
    await writeFile(common, JSON.stringify(lintRules));
    const own = join(context.stage.folder, '.oxlintrc.json');
    const configurations = existsSync(own) ? [own, common] : [common];
    const files = sourceFiles(context.stage.folder);
    if (files.length === 0) return [];
    const findings = await Promise.all(configurations.map((file) => lint(context, file, files, tools)));
    return withoutRepetitions(findings.flat());
  },
});

async function lint(
  { stage, sandbox }: ProofContext,
  configuration: string,
  files: readonly string[],
  { signal, log }: CheckTools,
): Promise<readonly Finding[]> {
  const tool = resolveOxlint();
  const result = await sandbox.run({
    command: tool.command,
    // By name: of a folder, files that git ignores would be passed over.
    args: [
      ...tool.leadingArgs,
      '--disable-nested-config',
      '--config',
      configuration,
      '--format',
      'json',
      ...files,
    ],
    cwd: stage.folder,
    env: stage.environment,
    timeoutMs,
    maxOutputBytes,
    signal,
  });
  log(`oxlint ${tool.version}, exit code ${result.exitCode}\n${result.stdout}${result.stderr}`);
  const report = parseReport(result.stdout);
  if (!report) throw new ToolFailedError('oxlint', result);
  return report.diagnostics.map(toFinding);
}

const reportSchema = z.object({
  diagnostics: z.array(
    z.object({
      message: z.string(),
      code: z.string().optional(),
      severity: z.string(),
      help: z.string().nullish(),
      filename: z.string(),
      labels: z.array(z.object({ span: z.object({ line: z.int(), column: z.int() }) })).optional(),
    }),
  ),
});

function parseReport(text: string): z.infer<typeof reportSchema> | undefined {
  try {
    // Where its own configuration ignores every file, a remark on that comes first.
    return reportSchema.parse(JSON.parse(text.slice(text.indexOf('{'))));
  } catch {
    return undefined;
  }
}

type Diagnostic = z.infer<typeof reportSchema>['diagnostics'][number];

function toFinding(diagnostic: Diagnostic): Finding {
  const span = diagnostic.labels?.[0]?.span;
  const position = span && span.line > 0 ? { line: span.line, column: Math.max(1, span.column) } : {};
  return {
    // `eslint(no-eval)` → `eslint/no-eval`, as it is written in configurations.
    code: (diagnostic.code ?? 'syntax_error').replace(/^(.+)\((.+)\)$/, '$1/$2'),
    ...(diagnostic.code === undefined && { isBlocking: true }),
    severity: diagnostic.severity === 'error' ? 'error' : 'warning',
    message: diagnostic.message,
    place: { file: diagnostic.filename, ...position },
    ...fixFor(diagnostic),
  };
}

/** What the linter advises, or for rules that it has no advice for, what is usually done. */
const remedies: Readonly<Record<string, string>> = {
  'eslint(complexity)': 'Split it: a function for each case, or a table for many that are alike.',
  'eslint(max-depth)': 'Move the inner part to a function of its own, or return early.',
};

function fixFor({ help, code = '' }: Diagnostic): Pick<Finding, 'fix'> {
  const fix = help ? help : remedies[code];
  return fix === undefined ? {} : { fix };
}

function withoutRepetitions(findings: readonly Finding[]): readonly Finding[] {
  const byPlace = Map.groupBy(findings, ({ code, place }) => JSON.stringify([code, place]));
  return [...byPlace.values()].flatMap(
    (same) => same.find((one) => one.severity === 'error') ?? same[0] ?? [],
  );
}
