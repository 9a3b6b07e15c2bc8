import { z } from 'zod';
import { checkResultSchema } from '../check/finding.ts';
import { sandboxCapabilities } from '../sandbox/sandbox.ts';

const testStatusSchema = z.enum(['passed', 'failed', 'skipped']);

/** One sentence of what was asked for, and everything that exists because of it. */
export const statementEvidenceSchema = z.object({
  id: z.string(),
  text: z.string(),
  /** How far it was understood. */
  status: z.enum(['understood', 'partly', 'not-understood']),
  built: z.boolean(),
  /** Every test that names it has passed, and there is one. */
  proven: z.boolean(),
  /** What is missing, in plain words. */
  why: z.string().optional(),
  /** Where it may be read how to say it otherwise. */
  see: z.array(z.object({ source: z.string(), title: z.string(), excerpt: z.string() })).optional(),
  components: z.array(z.string()),
  /** Where users meet it: routes, commands, screens. */
  interfaces: z.array(z.string()),
  files: z.array(z.string()),
  tests: z.array(z.object({ name: z.string(), file: z.string().optional(), status: testStatusSchema })),
});
export type StatementEvidence = z.infer<typeof statementEvidenceSchema>;

export const testEvidenceSchema = z.object({
  name: z.string(),
  file: z.string().optional(),
  status: testStatusSchema,
  ms: z.number(),
  message: z.string().optional(),
});

export const coverageEvidenceSchema = z.object({
  /** 0 to 100, of lines of code. */
  percent: z.number(),
  files: z.array(z.object({ path: z.string(), lines: z.int(), uncovered: z.array(z.int()) })),
});

export const environmentEvidenceSchema = z.object({
  /** Operating system and processor: `linux x64`. */
  platform: z.string(),
  tools: z.array(z.object({ name: z.string(), version: z.string() })),
  sandbox: z.object({
    name: z.string(),
    description: z.string(),
    /** True where it stands in the way of a hostile program. */
    capabilities: z.record(z.enum(sandboxCapabilities), z.boolean()),
  }),
});
export type EnvironmentEvidence = z.infer<typeof environmentEvidenceSchema>;

/** What was checked, how, with what result: the content of `evidence/report.json`. */
export const evidenceSchema = z.object({
  /** Version of this shape. */
  evidence: z.literal(1),
  title: z.string(),
  /** proven: all of it. partial: it holds, but statements were left out. failed: a check failed. */
  outcome: z.enum(['proven', 'partial', 'failed']),
  /** ISO 8601. */
  createdAt: z.string(),
  statements: z.array(statementEvidenceSchema),
  /** Decisions that the request left open. */
  assumptions: z.array(z.object({ id: z.string(), text: z.string() })),
  checks: z.array(checkResultSchema.extend({ log: z.string().optional() })),
  tests: z.array(testEvidenceSchema),
  coverage: coverageEvidenceSchema.nullable(),
  environment: environmentEvidenceSchema,
  /** Milliseconds by the name of what took them. */
  timingsMs: z.record(z.string(), z.number()),
});
export type Evidence = z.infer<typeof evidenceSchema>;
