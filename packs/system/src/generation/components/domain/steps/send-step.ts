import { isFromData } from '../../../../model/address-origin.ts';
import { literal } from '../../../code/literal.ts';
import { numberCode } from '../../../../expression/precedence.ts';
import { deliveriesFile } from '../../flows/flow-files.ts';
import { headersMember, signatureMember } from '../../flows/outgoing-code.ts';
import type { StepContext, StepOf } from './step-context.ts';

export function renderSend(step: StepOf<'send'>, { scope, system }: StepContext): string[] {
  scope.usage.hasDeliveries = true;
  const { event, retry, to, body } = step;
  const literalHeaders = event === undefined ? [] : [`'Webhook-Event': ${literal(event)}`];
  const own = step.headers.map(({ name, value }) => `${literal(name)}: ${scope.compile(value)}`);
  const headers = [...literalHeaders, ...own];
  const members = [
    `method: 'POST'`,
    `url: ${scope.compile(to)}`,
    ...(event === undefined ? headersMember(step.headers, scope) : [`headers: { ${headers.join(', ')} }`]),
    `body: ${scope.compile(body)}`,
    ...signatureMember(step.signature, scope),
    ...(isFromData(to) ? ['isGuarded: true'] : []),
  ];
  const deliver = scope.file.imports.value(deliveriesFile, 'deliver');
  const rule = `{ attempts: ${retry.attempts}, backoffMs: ${numberCode(retry.backoffMs)} }`;
  return [`${system.asynchrony.await}${deliver}(tables, { ${members.join(', ')} }, ${rule});`];
}
