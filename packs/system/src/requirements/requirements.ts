import { z } from 'zod';

/** Offsets into the request in UTF-16 code units: start inclusive, end exclusive. */
export const spanSchema = z.tuple([z.int().nonnegative(), z.int().nonnegative()]).readonly();
export type Span = z.infer<typeof spanSchema>;

export const statementStatusSchema = z.enum(['understood', 'partly', 'not-understood']);
export type StatementStatus = z.infer<typeof statementStatusSchema>;

/** What a fact in the blueprint rests on: where in the request it was read and by which rule. */
export const factSchema = z
  .object({
    /** Dotted path into the blueprint document: `entities.Task.fields.title`, `operations.completeTask`, `storage`. */
    target: z.string(),
    span: spanSchema,
    /** Name of the rule of the grammar that read it. */
    rule: z.string(),
    /** 0 to 1. */
    confidence: z.number().min(0).max(1),
  })
  .readonly();
export type Fact = z.infer<typeof factSchema>;

export const statementSchema = z
  .object({
    /** R1, R2 … in the order of the request. */
    id: z.string(),
    text: z.string(),
    span: spanSchema,
    status: statementStatusSchema,
    /** For `partly` and `not-understood`: what is missing, in plain words. */
    why: z.string().optional(),
    facts: z.array(factSchema).readonly(),
  })
  .readonly();
export type Statement = z.infer<typeof statementSchema>;

export const noteSchema = z
  .object({
    id: z.string(),
    text: z.string(),
    /** What the note is about, as a fact's target. */
    target: z.string().optional(),
  })
  .readonly();

/** A decision the request left open, made by convention. */
export type Assumption = z.infer<typeof noteSchema>;

/** Something only the person can say. `answers` are offered; the first one is what `--yes` takes. */
export const questionSchema = z
  .object({
    id: z.string(),
    text: z.string(),
    target: z.string().optional(),
    answers: z.array(z.string()).readonly().optional(),
  })
  .readonly();
export type Question = z.infer<typeof questionSchema>;

export const requirementsSchema = z
  .object({
    statements: z.array(statementSchema).readonly(),
    assumptions: z.array(noteSchema).readonly(),
    questions: z.array(questionSchema).readonly(),
  })
  .readonly();
export type Requirements = z.infer<typeof requirementsSchema>;
