import { refuseWhen } from '../refusal.ts';
import { bound } from './bound-variable.ts';
import { findCode, foundCode } from './record-query.ts';
import type { StepContext, StepOf } from './step-context.ts';

export function renderLoad(step: StepOf<'load'>, context: StepContext): string[] {
  const { scope, system } = context;
  const { as, by, entity } = step;
  const { asynchrony } = system;
  const refusal = () => scope.refusal(step.missing);
  const loader = context.loaders.call(step, scope, context.checks !== undefined);
  if (loader !== undefined) {
    const loaded = `${asynchrony.await}${loader}`;
    return [context.readsLater(as) ? bound(as, loaded, context) : `${loaded};`];
  }
  if (context.readsLater(as)) {
    return [bound(as, `${foundCode(entity, by, context)} ?? ${refusal()}`, context)];
  }
  const found = findCode(entity, by, context);
  return [refuseWhen(`!${by.kind === 'where' ? found : asynchrony.result(found)}`, refusal())];
}
