import { z } from 'zod';

const testSchema = z.object({
  kind: z.literal('test'),
  name: z.string(),
  /** Relative to the system's root. */
  file: z.string().optional(),
  line: z.int().optional(),
  column: z.int().optional(),
  status: z.enum(['passed', 'failed', 'skipped']),
  ms: z.number(),
  message: z.string().optional(),
});

const fileCoverageSchema = z.object({
  path: z.string(),
  /** How many lines of code it has. */
  lines: z.int(),
  /** Which of them never ran. */
  uncovered: z.array(z.int()),
});
export type FileCoverage = z.infer<typeof fileCoverageSchema>;

const lineSchema = z.discriminatedUnion('kind', [
  testSchema,
  z.object({ kind: z.literal('coverage'), files: z.array(fileCoverageSchema) }),
  z.object({ kind: z.literal('end'), tests: z.int() }),
]);

export type TestResult = z.infer<typeof testSchema>;

/** What one run of a system's tests came to. */
export interface TestRun {
  readonly tests: readonly TestResult[];
  /** Every file of `src`, loaded or not; empty when coverage was not asked for. */
  readonly coverage: readonly FileCoverage[];
  /** False when the run ended before it said so: it crashed, was killed or ended itself. */
  readonly isComplete: boolean;
  readonly timedOut: boolean;
  readonly log: string;
  readonly ms: number;
}

/** Reads what the reporter wrote. Lines that are not its own are passed over: tests can write to any file. */
export function readTestLines(text: string): Pick<TestRun, 'tests' | 'coverage' | 'isComplete'> {
  const lines = text.split('\n').flatMap((line) => parse(line) ?? []);
  return {
    tests: lines.flatMap((line) => (line.kind === 'test' ? [line] : [])),
    coverage: lines.flatMap((line) => (line.kind === 'coverage' ? line.files : [])),
    isComplete: lines.some((line) => line.kind === 'end'),
  };
}

function parse(line: string): z.infer<typeof lineSchema> | undefined {
  if (line === '') return undefined;
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
