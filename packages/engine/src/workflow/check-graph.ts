import { didYouMean } from '../expression/nearest-word.ts';
import type { Problems } from './problems.ts';
import type { Step } from './workflow.ts';

/** The steps so that each comes after all it needs. Reports needs that do not exist, and circles. */
export function inOrder(steps: readonly Step[], problems: Problems): readonly Step[] {
  const byName = new Map(steps.map((step) => [step.name, step]));
  for (const step of steps) checkNeeds(step, byName, problems);
  const sorted: Step[] = [];
  const seen = new Map<string, 'open' | 'done'>();
  for (const first of steps) visit(first, byName, seen, sorted, problems);
  return sorted;
}

/** Depth first with a stack of its own: a chain of steps may be longer than the call stack. */
function visit(
  first: Step,
  byName: ReadonlyMap<string, Step>,
  seen: Map<string, 'open' | 'done'>,
  sorted: Step[],
  problems: Problems,
): void {
  const path: { readonly step: Step; next: number }[] = [{ step: first, next: 0 }];
  if (seen.has(first.name)) return;
  seen.set(first.name, 'open');
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const need = byName.get(top.step.needs[top.next] ?? '');
    if (top.next >= top.step.needs.length) {
      seen.set(top.step.name, 'done');
      sorted.push(top.step);
      path.pop();
      continue;
    }
    top.next += 1;
    if (need === undefined || seen.get(need.name) === 'done') continue;
    if (seen.get(need.name) === 'open') {
      reportCircle(
        path.map(({ step }) => step.name),
        need.name,
        problems,
      );
      continue;
    }
    seen.set(need.name, 'open');
    path.push({ step: need, next: 0 });
  }
}

function reportCircle(path: readonly string[], need: string, problems: Problems): void {
  const circle = [...path.slice(path.indexOf(need)), need];
  const last = path.at(-1) ?? need;
  const message = `Steps need each other in a circle: ${circle.join(' → ')}.`;
  problems.add({ code: 'dependency_cycle', path: ['steps', last, 'needs'], message });
}

function checkNeeds({ name, needs }: Step, known: ReadonlyMap<string, Step>, problems: Problems): void {
  for (const [index, need] of needs.entries()) {
    if (known.has(need)) continue;
    const suggestion = didYouMean(need, [...known.keys()]);
    const message = `There is no step \`${need}\`.`;
    problems.add({ code: 'unknown_step', path: ['steps', name, 'needs', index], message, suggestion });
  }
}
