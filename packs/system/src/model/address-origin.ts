import { variablesIn } from '../expression/expression-walk.ts';
import type { Expression } from '../expression/expression.ts';
import { isDataflow } from './dataflow.ts';
import type { FlowBlock } from './flow.ts';
import type { Step } from './operation.ts';
import type { SystemModel } from './system.ts';
import { allSteps } from './walk-steps.ts';

/** Whether an address comes from data, so that somebody may have chosen it, and not from the blueprint or the configuration. */
export function isFromData(address: Expression | string | undefined): boolean {
  if (typeof address !== 'object') return false;
  return [...variablesIn(address.node)].some((name) => name !== 'config');
}

/** Whether the system sends requests to addresses that come from data. */
export function callsDataAddresses({ operations, flows = [], components }: SystemModel): boolean {
  const blocks = flows.flatMap(({ blocks: own, failed }) => [...own, ...failed]).flatMap(withUndo);
  const steps = [
    ...operations.flatMap((operation) => operation.steps),
    ...blocks.flatMap((block) => (block.kind === 'transaction' ? block.steps : [])),
    ...components.flatMap((component) =>
      isDataflow(component) && component.kind === 'Sink' && component.target.kind === 'records'
        ? component.target.operation.steps
        : [],
    ),
  ];
  return allSteps(steps).some(sendsToData) || blocks.some(callsData);
}

function withUndo(block: FlowBlock): readonly FlowBlock[] {
  return [block, ...(block.undo ?? []).flatMap(withUndo)];
}

function sendsToData(step: Step): boolean {
  return step.kind === 'send' && isFromData(step.to);
}

function callsData(block: FlowBlock): boolean {
  return block.kind === 'call' && isFromData(block.url[0]);
}
