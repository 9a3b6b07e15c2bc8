import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { OperationDocument } from '../blueprint/document.ts';
import { RelocatedProblems } from '../blueprint/relocated-problems.ts';
import type { ValueType } from '../expression/expression.ts';
import type { Field } from '../model/field.ts';
import type { Answer, Operation, Step } from '../model/operation.ts';
import { allSteps } from '../model/walk-steps.ts';
import { capitalise, spaced } from '../naming/letter-case.ts';
import { isSafeFunction } from '../naming/identifier.ts';
import { accessWishOf } from './access/access-words.ts';
import { identityVariables } from './access/actor.ts';
import { lowerRate } from './access/lower-rate.ts';
import { guardOperation } from './access/operation-access.ts';
import { lowerIncomingSignature } from './flows/lower-incoming-signature.ts';
import { reportHistoryWrites } from './histories.ts';
import { envelopedAnswer } from './enveloped-answer.ts';
import { lowerAnswer } from './lower-answer.ts';
import { listParameters } from './steps/lower-list.ts';
import { searchParameter } from './steps/lower-search.ts';
import { lowerSelection } from './lower-selection.ts';
import { lowerPatch } from './lower-patch.ts';
import { lowerIdempotency } from './lower-idempotency.ts';
import type { LoweringContext } from './lowering-context.ts';
import { lowerSteps } from './steps/lower-steps.ts';
import { OperationScope } from './operation-scope.ts';
import { givenVariables, lowerSignature } from './operation-signature.ts';
import type { OperationSignature } from './operation-signature.ts';
import type { NamedOperation } from './standard-operations.ts';
import { reportUnused } from './report-unused.ts';
import { preconditionOf } from './precondition.ts';
import { uncheckedLists } from './unchecked-lists.ts';
import { uncheckedReferences } from './unchecked-references.ts';
import { serviceName } from './service-name.ts';
import { pagedList, reportPages, withWholeLists } from './steps/whole-lists.ts';

/** An operation on its way to the model. */
export interface PlannedOperation extends NamedOperation {
  readonly origin: Operation['origin'];
  /** Where it is written, or the entity it comes from. */
  readonly path: DocumentPath;
  /** Known for standard operations and actions. */
  readonly entity?: string;
  /** Where parts of the document are written, from `path` on, when it was made of something else. */
  readonly relocate?: (rest: DocumentPath) => DocumentPath;
}

/** Checks one operation and lowers it; undefined when its HTTP binding or its entity is unknown, which is reported. */
export function lowerOperation(planned: PlannedOperation, outer: LoweringContext): Operation | undefined {
  const context = relocatedContext(planned, outer);
  const { name, document, path, origin } = planned;
  reportOperationName(planned, context);
  const signature = lowerSignature(document, path, context);
  const proof = lowerIncomingSignature(document, path, context);
  const wish = accessWishOf(accessWordsOf(document), [...path, 'access'], context);
  const given = {
    ...givenVariables(document, signature, context),
    ...identityVariables(wish, context),
  };
  const scope = new OperationScope(context, given);
  const surroundings = {
    scope,
    input: { fields: signature.isListInput ? [] : signature.input, path: [...path, 'input'] },
    parameters: signature.parameters,
    lowerSteps,
  };
  reportNothingToDo(planned, context);
  const read = lowerSteps(document.do, [...path, 'do'], surroundings);
  const told = envelopedAnswer(document.answer, read, [...path, 'answer'], scope);
  declarePageOf(told, scope);
  const answer = lowerAnswer(told, read, [...path, 'answer'], scope);
  const written = withWholeLists(read, answer, (name) => scope.isUsed('query', name));
  reportHistoryWrites(written, [...path, 'do'], context);
  if (!scope.hasFailedStep) {
    reportUnused(planned, signature, scope);
    reportPages(document.do, written, [...path, 'do'], scope);
  }
  const { http, input, query } = signature;
  const steps = [
    ...uncheckedReferences(input, written, context.entities),
    ...(signature.isListInput ? [] : uncheckedLists(input, written, scope)),
    ...written,
  ];
  const entity = entityOf(planned, steps, context);
  if (http === undefined || entity === undefined) return undefined;
  const guarded = guardOperation({ document, path, input, steps, wish, scope, entity });
  const patched = lowerPatch(document, guarded.steps, signature, [...path, 'accepts'], context);
  const allQuery = withListParameters(query, { steps, answer }, [...path, 'query'], context);
  const answering = { http, query: allQuery, steps, answer };
  return {
    name,
    summary: document.summary ?? capitalise(spaced(name)),
    origin,
    answers: document.answers ?? [],
    entity,
    http,
    input,
    ...formOf(signature),
    query: allQuery,
    ...lowerSelection(document, answering, [...path, 'partial'], context),
    ...patched,
    answer,
    ...(guarded.access === undefined ? {} : { access: guarded.access }),
    ...(proof === undefined ? {} : { signature: proof }),
    ...lowerConditions(planned, { http, ...patched, signature, given }, context),
  };
}

function formOf({
  upload,
  isListInput,
  isPartial,
  path,
  headers,
}: OperationSignature): Pick<Operation, 'upload' | 'isListInput' | 'isPartial' | 'path' | 'headers'> {
  const typed = path.filter(({ type }) => type.kind !== 'reference');
  return {
    ...(typed.length === 0 ? {} : { path: typed }),
    ...(headers.length === 0 ? {} : { headers }),
    ...(upload === undefined ? {} : { upload }),
    ...(isListInput ? { isListInput } : {}),
    isPartial,
  };
}

/** How often and under which conditions a request is carried out. */
function lowerConditions(
  { document, path }: PlannedOperation,
  { http, steps, patch, signature, given }: ConditionParts,
  context: LoweringContext,
): Pick<Operation, 'rate' | 'idempotency' | 'precondition'> {
  const rate = lowerRate(
    document.rate,
    [...path, 'rate'],
    patch === undefined ? given : withoutInput(given),
    (variables) => new OperationScope(context, variables),
  );
  const isUpload = signature.upload !== undefined;
  const place = [...path, 'idempotent'];
  const idempotency = lowerIdempotency(document.idempotent, { http, steps, isUpload }, place, context);
  const precondition = preconditionOf(steps, http, context);
  return {
    ...(rate === undefined ? {} : { rate }),
    ...(idempotency === undefined ? {} : { idempotency }),
    ...(precondition === undefined ? {} : { precondition }),
  };
}

/** What a patch changes is not known before the operation runs. */
function withoutInput(given: Readonly<Record<string, ValueType>>): Readonly<Record<string, ValueType>> {
  return Object.fromEntries(Object.entries(given).filter(([name]) => name !== 'input'));
}

/** Who can sign is known by that, unless an account or a key is asked for as well. */
function accessWordsOf({ access, signature }: OperationDocument): OperationDocument['access'] {
  return access ?? (signature && 'anyone');
}

interface ConditionParts {
  readonly http: Operation['http'];
  readonly steps: readonly Step[];
  readonly patch?: Operation['patch'];
  readonly signature: OperationSignature;
  readonly given: Readonly<Record<string, ValueType>>;
}

function relocatedContext({ path, relocate }: PlannedOperation, context: LoweringContext): LoweringContext {
  if (relocate === undefined) return context;
  const { source, problems } = context;
  const place = (whole: DocumentPath) =>
    path.every((part, index) => whole[index] === part)
      ? [...path, ...relocate(whole.slice(path.length))]
      : whole;
  return { ...context, problems: new RelocatedProblems(source, problems, place) };
}

function reportNothingToDo({ document, path }: PlannedOperation, { problems }: LoweringContext): void {
  if (document.do.length > 0 || document.answer !== undefined) return;
  problems.add({
    code: 'missing_key',
    path,
    isKey: true,
    message: 'The operation does nothing: it has no steps and no answer.',
    suggestion: 'Write the steps under `do`, or what it answers under `answer`.',
  });
}

/** An answer that tells a total may tell which page of it was asked for. */
function declarePageOf(answer: PlannedOperation['document']['answer'], scope: OperationScope): void {
  if (/\btotal\s*\(/.test(JSON.stringify(answer ?? ''))) scope.declarePage();
}

function reportOperationName({ name, origin, path }: PlannedOperation, context: LoweringContext): void {
  if (isSafeFunction(name)) return;
  context.problems.add({
    code: 'reserved_name',
    path,
    isKey: origin === 'written',
    message: `\`${name}\` cannot be the name of an operation: generated code needs that name for something else.`,
    suggestion: `Say what it works on: \`${name}${context.entities.keys().next().value ?? 'Task'}\`.`,
  });
}

function withListParameters(
  declared: readonly Field[],
  { steps, answer }: { readonly steps: readonly Step[]; readonly answer: Answer },
  path: DocumentPath,
  context: LoweringContext,
): Field[] {
  const list = pagedList(steps, answer);
  const entity = list === undefined ? undefined : context.entities.get(list.entity);
  if (list === undefined || entity === undefined) return [...declared];
  const own = listParameters(list, entity);
  for (const field of declared) {
    const place = list.paging === 'cursor' ? 'cursor' : 'offset';
    const isTaken = ['limit', place, 'sort'].includes(field.name);
    if (!isTaken && !(field.name === searchParameter && list.search !== undefined)) continue;
    context.problems.add({
      code: 'name_clash',
      path: [...path, field.name],
      isKey: true,
      message: `\`${field.name}\` is a query parameter of every list already.`,
    });
  }
  const names = new Set(declared.map((field) => field.name));
  return [...declared, ...own.filter((field) => !names.has(field.name))];
}

const ranks: readonly (readonly Step['kind'][])[] = [
  ['create', 'upsert'],
  ['update', 'increment', 'delete'],
  ['list'],
  ['load', 'count'],
];

/** The entity whose controller runs it: the one it creates, else changes, else lists, else reads. */
function entityOf(
  planned: PlannedOperation,
  steps: readonly Step[],
  context: LoweringContext,
): string | undefined {
  if (planned.entity !== undefined) return planned.entity;
  for (const kinds of ranks) {
    const step = allSteps(steps).find(
      (candidate) =>
        kinds.includes(candidate.kind) && 'entity' in candidate && context.entities.has(candidate.entity),
    );
    if (step !== undefined && 'entity' in step) return step.entity;
  }
  return (
    context.access?.accounts?.entity ??
    context.entities.keys().next().value ??
    serviceName(context.source.document)
  );
}
