import { z } from 'zod';

/** A field, or several of which each decides where those before it are equal. */
export const sortSchema = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
export type SortDocument = z.output<typeof sortSchema>;
