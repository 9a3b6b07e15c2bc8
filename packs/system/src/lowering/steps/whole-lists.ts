import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { StepDocument } from '../../blueprint/document.ts';
import { totalsIn } from '../../expression/check-total.ts';
import type { Expression, ExpressionNode } from '../../expression/expression.ts';
import type { Answer, Step } from '../../model/operation.ts';
import { mapInnerLists } from '../../model/walk-steps.ts';
import { listVariableName } from '../../naming/identifier.ts';
import type { OperationScope } from '../operation-scope.ts';
import { parseEntityVariable } from './entity-variable.ts';
import type { StepOf } from './step-surroundings.ts';
import { innerDocuments } from './walk-documents.ts';

type ListStep = Extract<Step, { kind: 'list' }>;

/** The one list that the query may filter, sort and page through: the list that is answered. */
export function pagedList(steps: readonly Step[], answer: Answer): ListStep | undefined {
  const names = answeredNames(answer);
  return steps.filter((step) => step.kind === 'list').find((step) => names.includes(step.as));
}

/** The list that is the body, or whose total the body or a header tells. */
function answeredNames({ body, headers = [] }: Answer): readonly string[] {
  const told = headers.flatMap(({ value }) => totalsIn(value.node));
  if (body.kind === 'variable') return [body.name, ...told];
  if (body.kind === 'value') return [...totalsIn(body.value.node), ...told];
  if (body.kind === 'empty') return told;
  return [...body.fields.flatMap(({ value }) => totalsIn(value.node)), ...told];
}

/**
 * Any other list is worked with and read whole: a client must not be able to hide records from a requirement.
 * `isUsed` tells which query parameters have a meaning in expressions: those are no filters as well.
 */
export function withWholeLists(
  steps: readonly Step[],
  answer: Answer,
  isUsed: (parameter: string) => boolean = () => false,
): Step[] {
  const paged = pagedList(steps, answer);
  const whole = (step: Step): Step => {
    if (step.kind !== 'list') return mapInnerLists(step, (inner) => inner.map(whole));
    return step === paged ? page(step, isUsed) : wholeList(step);
  };
  return steps.map(whole);
}

function wholeList(step: ListStep): ListStep {
  const { search: _, paging: __, ...rest } = step;
  return { ...rest, filters: [], sortable: [], isWhole: true };
}

function page(step: ListStep, isUsed: (parameter: string) => boolean): ListStep {
  const { atMost: _, where, ...rest } = step;
  const filters = rest.filters.filter(({ parameter }) => !isUsed(parameter));
  const condition = rest.search === undefined ? where : both(where, rest.search.condition);
  return { ...rest, filters, ...(condition === undefined ? {} : { where: condition }) };
}

function both(first: Expression | undefined, second: Expression): Expression {
  if (first === undefined) return second;
  const node: ExpressionNode = {
    kind: 'binary',
    operator: '&&',
    left: first.node,
    right: second.node,
    type: second.type,
  };
  return { source: `${first.source} and ${second.source}`, node, type: second.type };
}

/** Reports what only the list that is answered may have, and what it may not. */
export function reportPages(
  documents: readonly StepDocument[],
  steps: readonly Step[],
  path: DocumentPath,
  scope: OperationScope,
): void {
  const paged = steps.find((step) => step.kind === 'list' && step.isWhole !== true);
  documents.forEach((document, index) => {
    const place = [...path, index];
    for (const inner of innerDocuments(document)) reportPages(inner.steps, [], [...place, inner.key], scope);
    if (!('list' in document)) return;
    const isPaged = paged !== undefined && listVariable(document, scope) === (paged as ListStep).as;
    if (isPaged) reportLimit(document, place, scope);
    else {
      reportFilters('filters', document, place, scope);
      reportFilters('search', document, place, scope);
    }
  });
}

function listVariable({ list }: StepOf<'list'>, scope: OperationScope): string | undefined {
  const { entity = '', variable } = parseEntityVariable(list) ?? {};
  return variable ?? listVariableName(entity, scope.context.entities.get(entity)?.plural ?? '');
}

function reportFilters(
  key: 'filters' | 'search',
  document: StepOf<'list'>,
  path: DocumentPath,
  scope: OperationScope,
): void {
  if (document[key] === undefined) return;
  scope.context.problems.add({
    code: 'invalid_constraint',
    path: [...path, key],
    isKey: true,
    message: `\`${key}\` belongs to the list that is answered; this one does not depend on the query.`,
    suggestion: 'Leave it out, and narrow the list with `where`.',
  });
}

function reportLimit({ limit }: StepOf<'list'>, path: DocumentPath, scope: OperationScope): void {
  if (limit === undefined || typeof limit === 'number') return;
  scope.context.problems.add({
    code: 'wrong_type',
    path: [...path, 'limit'],
    message:
      'Of the list that is answered the client chooses a page; expected a number that holds when it does not.',
    suggestion: 'Write a number.',
  });
}
