import { z } from 'zod';

export const severitySchema = z.enum(['error', 'warning', 'info']);
export type Severity = z.infer<typeof severitySchema>;

/** Lines and columns count from 1. */
export const placeSchema = z.object({
  file: z.string(),
  line: z.int().positive().optional(),
  column: z.int().positive().optional(),
});
export type Place = z.infer<typeof placeSchema>;

/** One thing a check found. */
export const findingSchema = z.object({
  /** Stable, for fixers and reports: `ts2322`, `not_formatted`. */
  code: z.string().min(1),
  severity: severitySchema,
  message: z.string(),
  place: placeSchema.optional(),
  /** What would repair it, in words. */
  fix: z.string().optional(),
  /** What it is about where the message varies: the name of a test. */
  about: z.string().optional(),
  /** It kept the check from looking any further: what else is wrong shows when it is gone. */
  isBlocking: z.literal(true).optional(),
});
export type Finding = z.infer<typeof findingSchema>;

export const tierSchema = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
/** 1: the model is sound. 2: each part is sound. 3: the parts hold together. 4: the whole does what was asked. */
export type Tier = z.infer<typeof tierSchema>;

export const checkResultSchema = z.object({
  tier: tierSchema,
  name: z.string().min(1),
  /** Failed means at least one finding is an error. */
  status: z.enum(['passed', 'failed', 'skipped']),
  findings: z.array(findingSchema),
  ms: z.number().nonnegative(),
  /** Why it was skipped. */
  why: z.string().optional(),
});
export type CheckResult = z.infer<typeof checkResultSchema>;
