import { refusalCall, refuseWhen } from '../refusal.ts';
import { bound } from './bound-variable.ts';
import type { StepContext, StepOf } from './step-context.ts';

export function renderLoad(step: StepOf<'load'>, context: StepContext): string[] {
  const { scope, system } = context;
  const { asynchrony } = system;
  const refusal = () => refusalCall(step.missing, scope.file);
  const loader = context.loaders.call(step, scope);
  const found = loader ?? findCode(step, context);
  if (!context.readsLater(step.as)) {
    return [
      loader === undefined
        ? refuseWhen(`!${asynchrony.result(found)}`, refusal())
        : `${asynchrony.await}${found};`,
    ];
  }
  const waited = `${asynchrony.await}${found}`;
  const value = loader === undefined ? `${waited} ?? ${refusal()}` : waited;
  return [bound(step.as, value, context)];
}

function findCode({ by, entity }: StepOf<'load'>, { scope, system }: StepContext): string {
  const table = `tables.${system.entity(entity).table}`;
  if (by.kind === 'id') return `${table}.${scope.usage.method('find')}(${scope.compile(by.value)})`;
  const members = by.fields.map(({ field, value }) => `${field}: ${scope.compile(value)}`);
  return `${table}.${scope.usage.method('findBy')}({ ${members.join(', ')} })`;
}
