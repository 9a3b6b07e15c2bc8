/** Functions that compiled expressions may call, as TypeScript source. A generated module holds those it needs. */
export const expressionHelpers = {
  addDays: `/** The day that lies \`days\` after \`date\`; a part of a day counts towards the day it falls in. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}
`,
  addMilliseconds: `/** The instant that lies \`milliseconds\` after \`instant\`. */
export function addMilliseconds(instant: string, milliseconds: number): string {
  return new Date(Date.parse(instant) + milliseconds).toISOString();
}
`,
} as const;

export type HelperName = keyof typeof expressionHelpers;
