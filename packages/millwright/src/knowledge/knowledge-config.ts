import { z } from 'zod';

const knowledgeSchema = z.strictObject({
  /** Where questions are posted to. */
  url: z.url({ protocol: /^https?$/ }),
  /** Time for one answer, in milliseconds. */
  timeMs: z.int().min(1).max(60_000).exactOptional(),
});

/** A knowledge service, as the `millwright.knowledge` of a package.json says. */
export type KnowledgeConfig = Readonly<z.infer<typeof knowledgeSchema>>;

/** Reads the section; without one nobody is asked. @throws Error with all that is wrong with it. */
export function readKnowledgeConfig(section: unknown): KnowledgeConfig | undefined {
  if (section === undefined) return undefined;
  const read = knowledgeSchema.safeParse(section);
  if (read.success) return read.data;
  throw new Error(z.prettifyError(read.error));
}
