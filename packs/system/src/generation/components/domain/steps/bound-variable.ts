import { ruleCheck } from '../rule-check.ts';
import type { StepContext } from './step-context.ts';

/** Binds the variable of a step, or returns its value at once, or drops it, as the rest of the operation needs. */
export function bound(name: string, value: string, context: StepContext, suffix = ''): string {
  if (context.isResult) return `return ${value};`;
  if (!context.readsLater(name)) return `${value};`;
  const keyword = context.isReassigned(name) ? 'let' : 'const';
  return `${keyword} ${context.scope.declare(name, suffix)} = ${value};`;
}

/** The same for a record that was just written: the rules of its entity are checked. */
export function boundWrite(name: string, entity: string, value: string, context: StepContext): string[] {
  const check = ruleCheck(entity, context.scope);
  if (check === undefined) return [bound(name, value, context)];
  if (!context.readsLater(name)) return [check(value)];
  return [bound(name, value, context), check(context.scope.variable(name))];
}

/** Gives the variable of an earlier step the new version of its record, and checks the rules of its entity. */
export function rebound(name: string, entity: string, value: string, context: StepContext): string[] {
  if (context.isResult) return [`return ${value};`];
  const check = ruleCheck(entity, context.scope);
  if (!context.readsLater(name)) return [check === undefined ? `${value};` : check(value)];
  const variable = context.scope.variable(name);
  return [`${variable} = ${value};`, ...(check === undefined ? [] : [check(variable)])];
}
