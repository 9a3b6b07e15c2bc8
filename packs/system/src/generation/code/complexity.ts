/** More ways through a function than this are too many to take in. */
export const MAX_COMPLEXITY = 10;

/** How many ways lead through the code of a function: one, and one more for each branch and each operator that may cut short. */
export function complexityOf(lines: readonly string[]): number {
  const code = lines.join('\n').replaceAll(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, '');
  return 1 + (code.match(/\bif \(|\bfor \(|&&|\|\||\?\?|\?\.| \? /g) ?? []).length;
}
