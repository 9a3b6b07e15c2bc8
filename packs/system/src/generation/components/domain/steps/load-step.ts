import { refuseWhen } from '../refusal.ts';
import { versionsFile } from '../versions-file.ts';
import { bound } from './bound-variable.ts';
import { foundCode, testedCode } from './record-query.ts';
import type { StepContext, StepOf } from './step-context.ts';

export function renderLoad(step: StepOf<'load'>, context: StepContext): string[] {
  return [...renderLoading(step, context), ...renderPrecondition(step, context)];
}

/** The version that the request names must be the one that was loaded. */
function renderPrecondition(
  { as }: StepOf<'load'>,
  { operation: { precondition }, scope }: StepContext,
): string[] {
  if (precondition?.variable !== as) return [];
  scope.usage.hasVersions = true;
  const expect = scope.file.imports.value(versionsFile, 'expectVersion');
  const required = precondition.isRequired ? ', true' : '';
  if (precondition.isRequired) scope.usage.hasRequiredVersions = true;
  return [`${expect}(${scope.variable(as)}.version, ifMatch${required});`];
}

function renderLoading(step: StepOf<'load'>, context: StepContext): string[] {
  const { scope, system } = context;
  const { as } = step;
  const { asynchrony } = system;
  const refusal = () => scope.refusal(step.missing);
  const loader = context.loaders.call(step, scope, context.checks !== undefined);
  if (loader !== undefined) {
    const loaded = `${asynchrony.await}${loader}`;
    return [context.readsLater(as) ? bound(as, loaded, context) : `${loaded};`];
  }
  if (context.readsLater(as)) {
    return [bound(as, `${foundCode(step, context)} ?? ${refusal()}`, context)];
  }
  return [refuseWhen(`!${testedCode(step, context)}`, refusal())];
}
