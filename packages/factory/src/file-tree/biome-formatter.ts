import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Finding } from '../check/finding.ts';
import { ToolFailedError } from '../errors.ts';
import { runProcess } from '../process/run-process.ts';
import { biome } from '../tool/biome.ts';
import { resolveTool } from '../tool/resolve-tool.ts';
import type { Formatter } from './formatter.ts';

const standardForm = [
  '--indent-style=space',
  '--indent-width=2',
  '--line-width=100',
  '--line-ending=lf',
  '--javascript-formatter-quote-style=single',
];

const timeoutMs = 60_000;
const maxOutputBytes = 32 * 1024 * 1024;

/**
 * TypeScript, JavaScript, JSON, CSS and what else Biome knows: two spaces, single quotes, lines of 100 characters. A
 * `biome.json` in the folder has its way instead.
 */
export const biomeFormatter: Formatter = {
  name: 'biome',
  format: (folder, signal) => runBiome(folder, ['--write'], signal),
  check: (folder, signal) => runBiome(folder, [], signal),
};

const reportSchema = z.object({
  diagnostics: z.array(
    z.object({
      severity: z.string(),
      category: z.string().nullish(),
      message: z.string(),
      location: z
        .object({
          path: z.string().nullish(),
          start: z.object({ line: z.int(), column: z.int() }).nullish(),
        })
        .nullish(),
    }),
  ),
});
type Diagnostic = z.infer<typeof reportSchema>['diagnostics'][number];

async function runBiome(
  folder: string,
  mode: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly Finding[]> {
  const hasOwnForm = ['biome.json', 'biome.jsonc'].some((name) => existsSync(join(folder, name)));
  const tool = resolveTool(biome, import.meta.url);
  const result = await runProcess({
    command: tool.command,
    args: [
      ...tool.leadingArgs,
      'format',
      ...mode,
      ...(hasOwnForm ? [] : standardForm),
      '--reporter=json',
      '--max-diagnostics=none',
      '--no-errors-on-unmatched',
      '.',
    ],
    cwd: folder,
    timeoutMs,
    maxOutputBytes,
    signal,
  });
  const report = parseReport(result.stdout);
  if (!report) throw new ToolFailedError('biome', result);
  return report.diagnostics.filter(isAboutForm).map(toFinding);
}

function parseReport(stdout: string): z.infer<typeof reportSchema> | undefined {
  try {
    return reportSchema.parse(JSON.parse(stdout));
  } catch {
    return undefined;
  }
}

const notInForm = 'Formatter would have printed';

/** Every file with a syntax error comes a second time, to say that it was therefore not formatted. */
function isAboutForm(diagnostic: Diagnostic): boolean {
  return diagnostic.category !== 'format' || diagnostic.message.startsWith(notInForm);
}

function toFinding(diagnostic: Diagnostic): Finding {
  const { path, start } = diagnostic.location ?? {};
  const isForm = diagnostic.category === 'format';
  const position = start && start.line > 0 ? { line: start.line, column: Math.max(1, start.column) } : {};
  return {
    code: isForm ? 'not_formatted' : 'syntax_error',
    severity: diagnostic.severity === 'error' ? 'error' : 'warning',
    message: isForm ? 'The file is not formatted.' : diagnostic.message,
    ...(path ? { place: { file: path, ...position } } : {}),
    ...(isForm ? { fix: 'Run biome format --write.' } : {}),
  };
}
