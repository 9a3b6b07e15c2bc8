import type { z } from 'zod';
import type { operationSchema } from '../../blueprint/document.ts';

/** An operation in the notation of the blueprint. */
export type OperationDraft = z.input<typeof operationSchema>;
export type StepDraft = NonNullable<OperationDraft['do']>[number];
