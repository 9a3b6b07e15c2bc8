import type { Flow, FlowBlock, FlowTrigger } from '../model/flow.ts';
import type { SystemModel } from '../model/system.ts';
import { withPoints } from './explain-assignments.ts';
import { explainSteps } from './explain-steps.ts';
import type { Point, Topic } from './explanation.ts';

/** When a flow starts, what its parts are, and what becomes of it when one of them fails. */
export function explainFlow({ name, trigger, blocks, failed, retry }: Flow, model: SystemModel): Topic {
  const explain = (block: FlowBlock): Point => explainBlock(block, model);
  return {
    title: name,
    label: whenOf(trigger),
    points: [
      ...blocks.map(explain),
      { text: `a part that fails is tried up to ${retry.attempts} times` },
      ...(failed.length > 0 ? [{ text: 'after it has failed for good', points: failed.map(explain) }] : []),
    ],
  };
}

function whenOf(trigger: FlowTrigger): string {
  if (trigger.kind === 'every') return `every ${trigger.ms / 1_000} s`;
  if (trigger.kind === 'cron') return `at ${trigger.rule} (UTC)`;
  const { event, when, after, at } = trigger;
  return [
    `on ${event}`,
    when && `when ${when.source}`,
    after && `${after.source} later`,
    at && `at ${at.source}`,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}

function explainBlock(block: FlowBlock, model: SystemModel): Point {
  const undo =
    block.undo.length === 0
      ? []
      : [{ text: 'taken back by', points: block.undo.map((one) => explainBlock(one, model)) }];
  if (block.kind === 'wait') return withPoints({ text: `waits ${block.duration.source}` }, undo);
  if (block.kind === 'transaction') {
    return {
      text: `${block.name}, in one transaction`,
      points: [...explainSteps(block.steps, model), ...undo],
    };
  }
  const address = block.url.map((part) => (typeof part === 'string' ? part : `{${part.source}}`)).join('');
  return withPoints({ text: `${block.name}: calls ${block.method} ${address}` }, undo);
}
