import { kebabCase } from '../naming/letter-case.ts';

/** Where the function of a slot lives in a generated system. */
export function slotFile(name: string): string {
  return `src/slots/${kebabCase(name)}.ts`;
}
