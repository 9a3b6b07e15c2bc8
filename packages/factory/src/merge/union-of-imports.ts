const importLine = /^import\s+(?:type\s+)?(?<names>.+?)\s+from\s+(['"]).+\2;?\s*$/;

/**
 * Imports that two sides added at the same place, in one list: their order means nothing. Undefined when there is anything
 * else among the lines, or both bring in the same name.
 */
export function unionOfImports(
  theirs: readonly string[],
  generated: readonly string[],
): readonly string[] | undefined {
  const names = [...theirs, ...generated].map((line) => importLine.exec(line)?.groups?.['names']);
  if (theirs.length === 0 || generated.length === 0 || names.includes(undefined)) return undefined;
  const bound = names.flatMap((list) => list?.match(/[\w$]+(?=\s*(?:,|\}|$))/g) ?? []);
  return new Set(bound).size === bound.length ? [...theirs, ...generated] : undefined;
}
