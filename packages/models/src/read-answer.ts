import type { z } from 'zod';

export type ReadAnswer<Answer> =
  | { readonly value: Answer; readonly problem?: undefined }
  | { readonly problem: string };

const mostIssues = 8;

/** The value in a model's text: the text itself, what a fence in it holds, or its outermost braces. */
export function readAnswer<Answer>(text: string, schema: z.ZodType<Answer>): ReadAnswer<Answer> {
  const parsed = candidates(text)
    .map(parse)
    .find((one) => one !== undefined);
  if (parsed === undefined) return { problem: 'it is not JSON' };
  const result = schema.safeParse(parsed.value);
  if (result.success) return { value: result.data };
  const issues = result.error.issues
    .slice(0, mostIssues)
    .map(({ path, message }) => `${path.join('.') || 'the answer'}: ${message}`);
  return { problem: issues.join('; ') };
}

function candidates(text: string): readonly string[] {
  const fenced = /```(?:json)?\s*\n([\s\S]*)\n```/.exec(text)?.[1];
  const braced = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  return [text, ...(fenced === undefined ? [] : [fenced]), braced];
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
