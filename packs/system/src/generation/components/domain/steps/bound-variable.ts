import type { StepContext } from './step-context.ts';

/** Binds the variable of a step, or returns its value at once, or drops it, as the rest of the operation needs. */
export function bound(name: string, value: string, context: StepContext, suffix = ''): string {
  if (context.isResult) return `return ${value};`;
  if (!context.readsLater(name)) return `${value};`;
  const keyword = context.isReassigned(name) ? 'let' : 'const';
  return `${keyword} ${context.scope.declare(name, suffix)} = ${value};`;
}

/** Gives the variable of an earlier step the new version of its record. */
export function rebound(name: string, value: string, context: StepContext): string {
  if (context.isResult) return `return ${value};`;
  return !context.readsLater(name) ? `${value};` : `${context.scope.variable(name)} = ${value};`;
}
