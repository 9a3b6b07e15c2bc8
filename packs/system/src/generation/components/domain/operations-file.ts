import type { Operation, Step } from '../../../model/operation.ts';
import { tokenField } from '../../../model/secret-fields.ts';
import { typeOfVariable } from '../../../model/variable-type.ts';
import { complexityOf, MAX_COMPLEXITY } from '../../code/complexity.ts';
import { docComment, sentence } from '../../code/comment.ts';
import { propertyKey } from '../../code/literal.ts';
import { type RenderedFile, textFile } from '../../code/rendered-file.ts';
import { SourceFile } from '../../code/source-file.ts';
import { answeredList } from '../../plan/answered-list.ts';
import type { EntityPlan } from '../../plan/entity-plan.ts';
import type { OperationPlan } from '../../plan/operation-plan.ts';
import { isBareResult, planResult, type ResultPlan } from '../../plan/result-plan.ts';
import { addNeeds, needsOf } from '../../plan/needs.ts';
import { StorageUsage } from '../../plan/storage-usage.ts';
import { plannedPiece, type SystemPlan } from '../../plan/system-plan.ts';
import { readsOfAnswer } from '../../plan/variable-reads.ts';
import { passwordsFile } from '../access/access-files.ts';
import { tablesFile } from '../store/tables-file.ts';
import { isClockDefault } from './field-schema.ts';
import { typeText } from './field-type.ts';
import { OperationScope } from './operation-scope.ts';
import { RecordLoaders } from './record-loaders.ts';
import { CheckFunctions, type Extent } from './check-functions.ts';
import { withHoistedValues } from './hoisted-values.ts';
import { cursorFile } from './cursor-file.ts';
import { parameterType } from './parameter-type.ts';
import { changeFile } from './change-type-file.ts';
import { headersCode } from './answer-headers.ts';
import { shownCode, shownNode, viewCall } from './shown-value.ts';
import { renderSteps } from './steps/render-steps.ts';

/** The file of an entity's operations, as a piece; notes in `usage` what they need of the storage. */
export function operationsFile(plan: EntityPlan, system: SystemPlan, usage: StorageUsage): RenderedFile {
  const made = plannedPiece(system, `operations of ${plan.entity.name}`, () => {
    const own = new StorageUsage();
    const file = renderOperationsFile(plan, system, own);
    return { path: file.path, text: file.toString(), needs: needsOf(own) };
  });
  addNeeds(usage, made.needs);
  return textFile(made);
}

/** `src/domain/<entity>-operations.ts`: one function per operation. Records in `usage` what they need of the storage. */
function renderOperationsFile(plan: EntityPlan, system: SystemPlan, usage: StorageUsage): SourceFile {
  const file = new SourceFile(plan.operationsFile);
  const operations = system.operationsOf(plan.entity.name);
  const loaders = new RecordLoaders(operations, system);
  for (const operation of operations) file.add(renderQueryType(operation, file, system));
  for (const operation of operations) file.add(renderHeadersType(operation, file));
  for (const operation of operations) file.add(renderFunction(operation, { file, system, usage, loaders }));
  for (const loader of loaders.used()) file.add(loader.render(file, usage));
  return file;
}

interface FunctionContext {
  readonly file: SourceFile;
  readonly system: SystemPlan;
  readonly usage: StorageUsage;
  readonly loaders: RecordLoaders;
}

function renderFunction(plan: OperationPlan, context: FunctionContext): string {
  const { file, system } = context;
  const { operation } = plan;
  const { lines, functions } = renderInParts(plan, context);
  const { async } = system.asynchrony;
  const result = resultType(plan, planResult(operation), file, system);
  const signature = `export ${async}function ${plan.name}(${parameters(plan, file, lines)})${result}`;
  const own = `${docComment(sentence(operation.summary))}${signature} {\n${lines.map((line) => `  ${line}`).join('\n')}\n}`;
  return [own, ...functions].join('\n\n');
}

interface Parts {
  readonly lines: readonly string[];
  readonly functions: readonly string[];
}

/** The statements of an operation, with as much in other functions as it takes to keep each of them simple. */
function renderInParts(plan: OperationPlan, context: FunctionContext): Parts {
  let parts: Parts = { lines: renderBody(plan, context), functions: [] };
  for (const extent of ['checks', 'parts', 'steps'] as const) {
    if (complexityOf(parts.lines) <= MAX_COMPLEXITY) return parts;
    parts = renderExtent(plan, context, extent);
  }
  if (complexityOf(parts.lines) <= MAX_COMPLEXITY) return parts;
  return renderExtent({ ...plan, operation: withHoistedValues(plan.operation) }, context, 'parts');
}

function renderExtent(plan: OperationPlan, context: FunctionContext, extent: Extent): Parts {
  const checks = new CheckFunctions(plan, { extent });
  return { lines: renderBody(plan, context, checks), functions: checks.functions };
}

/** The statements of an operation; what it requires in functions of their own where there are `checks` to keep them. */
function renderBody(
  plan: OperationPlan,
  { file, system, usage, loaders }: FunctionContext,
  checks?: CheckFunctions,
): string[] {
  const { operation } = plan;
  const { steps } = operation;
  const scope = new OperationScope(plan, system, file, usage);
  const result = planResult(operation);
  const lines = renderSteps(steps, {
    operation,
    system,
    scope,
    loaders,
    ...(checks && { checks }),
    readsAfter: readsOfAnswer(operation.answer),
    isResult: (step) => step === steps.at(-1) && isResultOf(step, result, system),
  });
  const last = steps.at(-1);
  if (last === undefined || !isResultOf(last, result, system))
    lines.push(...renderReturn(plan, result, scope));
  return lines;
}

/** Whether the value that a step makes is all the function returns. */
function isResultOf(step: Step, result: ResultPlan, system: SystemPlan): boolean {
  if (!isBareResult(result) || !('variable' in result.body)) return false;
  if ('entity' in step && hasMoreToDo(step, system.entity(step.entity))) return false;
  const name =
    'as' in step ? step.as : step.kind === 'update' || step.kind === 'increment' ? step.target : undefined;
  return (
    name === result.body.variable &&
    ['load', 'list', 'create', 'update', 'upsert', 'increment'].includes(step.kind)
  );
}

/** Whether the record is not answered as it is, or must be checked once it has been written. */
function hasMoreToDo({ kind }: Step, { entity, view }: EntityPlan): boolean {
  const isRead = kind === 'load' || kind === 'list';
  return view !== undefined || (entity.rules !== undefined && !isRead);
}

/** What the function is given; what its code does not use has a name that says so. */
function parameters(plan: OperationPlan, file: SourceFile, lines: readonly string[]): string {
  file.imports.type(tablesFile, 'Tables');
  const list = [
    'tables: Tables',
    ...callerParameters(plan),
    ...plan.pathParameters.map((parameter) => `${parameter.variable}: ${parameterType(parameter, file)}`),
  ];
  if (plan.input !== undefined) {
    const type = file.imports.type(plan.owner.file, plan.input.type);
    const isPatch = plan.operation.patch !== undefined;
    list.push(isPatch ? `change: ${file.imports.type(changeFile, 'Change')}<${type}>` : `input: ${type}`);
  }
  if (plan.query !== undefined) list.push(`query: ${plan.query.type}`);
  if (plan.headers !== undefined) list.push(`headers: ${plan.headers.type}`);
  if (plan.usesPasswords) list.push(`passwords: ${file.imports.type(passwordsFile, 'Passwords')}`);
  if (plan.operation.precondition !== undefined) list.push('ifMatch?: string');
  const code = lines.join('\n');
  return list.map((parameter) => (isUsed(parameter, code) ? parameter : `_${parameter}`)).join(', ');
}

function isUsed(parameter: string, code: string): boolean {
  return new RegExp(`\\b${parameter.split(/\\??:/)[0]}\\b`).test(code);
}

/** Who asks, as far as the operation looks at it. */
function callerParameters({ operation }: OperationPlan): readonly string[] {
  return (operation.access?.identities ?? []).map(({ name, isOptional }) => {
    const type = name === 'key' ? '{ readonly name: string }' : 'string';
    return `${name}: ${type}${isOptional ? ' | null' : ''}`;
  });
}

/** Whether the record that is answered is shown with its token. */
function tellsToken(
  { steps }: Operation,
  body: { entity: string; variable: string },
  system: SystemPlan,
): boolean {
  const isNew = steps.some((step) => step.kind === 'create' && step.as === body.variable);
  return isNew && tokenField(system.entity(body.entity).entity) !== undefined;
}

function resultType(
  { operation }: OperationPlan,
  result: ResultPlan,
  file: SourceFile,
  system: SystemPlan,
): string {
  const { body } = result;
  if (!isBareResult(result)) return '';
  const { promise } = system.asynchrony;
  if (body.kind === 'nothing') return `: ${promise('void')}`;
  if (body.kind !== 'record' && body.kind !== 'page') return '';
  if (tellsToken(operation, body, system)) return '';
  const plan = system.entity(body.entity);
  const type =
    plan.view === undefined
      ? file.imports.type(plan.file, plan.type)
      : file.imports.type(plan.view.typeFile, plan.view.type);
  return `: ${promise(body.kind === 'record' ? type : `${pageType(operation, file)}<${type}>`)}`;
}

function pageType(operation: Operation, file: SourceFile): string {
  const hasCursor = answeredList(operation)?.paging === 'cursor';
  return hasCursor ? file.imports.type(cursorFile, 'CursorPage') : file.imports.type(tablesFile, 'Page');
}

function renderReturn({ operation }: OperationPlan, result: ResultPlan, scope: OperationScope): string[] {
  const body = bodyCode({ operation } as OperationPlan, result, scope);
  if (isBareResult(result)) return body === undefined ? [] : [`return ${body};`];
  const members = body === undefined ? [] : [`body: ${body}`];
  if (result.locationVariable !== undefined)
    members.push(`locationId: ${scope.variable(result.locationVariable)}.id`);
  if (result.hasHeaders) members.push(`headers: ${headersCode(operation.answer, scope)}`);
  if (result.isNewTold && 'variable' in result.body)
    members.push(`isNew: ${scope.isNewCode(result.body.variable)}`);
  return [`return { ${members.join(', ')} };`];
}

function bodyCode(
  { operation }: OperationPlan,
  { body }: ResultPlan,
  scope: OperationScope,
): string | undefined {
  if (body.kind === 'nothing') return undefined;
  if ('variable' in body) return shownVariable(operation, body, scope);
  const answer = operation.answer.body;
  if (answer.kind === 'value') return shownNode(answer.value.node, scope);
  const fields = answer.kind === 'object' ? answer.fields : [];
  const members = fields.map(({ field, value }) => {
    const code = shownNode(value.node, scope);
    return code === field ? field : `${propertyKey(field)}: ${code}`;
  });
  return `{ ${members.join(', ')} }`;
}

/** A variable of the steps as the answer shows it. */
function shownVariable(
  { steps }: OperationPlan['operation'],
  body: Extract<ResultPlan['body'], { variable: string }>,
  scope: OperationScope,
): string {
  const code = scope.variable(body.variable);
  const type = typeOfVariable(body.variable, steps);
  if (body.kind === 'record') return shownCode(code, type ?? { kind: 'record', entity: body.entity }, scope);
  if (body.kind === 'page') {
    if (scope.system.entity(body.entity).view === undefined) return code;
    return `{ ...${code}, items: ${code}.items.map((each) => ${viewCall(body.entity, 'each', scope)}) }`;
  }
  return type === undefined ? code : shownCode(code, type, scope);
}

/** The query of an operation as the HTTP side hands it over: text already turned into values. */
function renderQueryType(plan: OperationPlan, file: SourceFile, system: SystemPlan): string {
  if (plan.query === undefined) return '';
  const list = answeredList(plan.operation);
  const filters = new Set(list?.filters.map(({ parameter }) => parameter));
  const members = plan.operation.query.map((field) => {
    if (list !== undefined && field.name === 'sort')
      return `  readonly sort: ${sortType(list.entity, file, system)};`;
    const type = queryFieldType(field, list, file, system);
    const isLeftOut = (filters.has(field.name) && field.isOptional) || isClockDefault(field.defaultValue);
    const suffix = field.isOptional && !isLeftOut && field.defaultValue === undefined ? ' | null' : '';
    return `  readonly ${propertyKey(field.name)}${isLeftOut ? '?' : ''}: ${type}${suffix};`;
  });
  return `export interface ${plan.query.type} {\n${members.join('\n')}\n}`;
}

/** The headers of a request that an operation looks at, turned into values. */
function renderHeadersType({ operation, headers }: OperationPlan, file: SourceFile): string {
  if (headers === undefined) return '';
  const members = (operation.headers ?? []).map(({ name, type, isOptional, defaultValue }) => {
    const suffix = isOptional && defaultValue === undefined ? ' | null' : '';
    return `  readonly ${propertyKey(name)}: ${typeText(type, file)}${suffix};`;
  });
  return `export interface ${headers.type} {\n${members.join('\n')}\n}`;
}

function sortType(entity: string, file: SourceFile, system: SystemPlan): string {
  const { type, file: entityFile } = system.entity(entity);
  return `readonly ${file.imports.type(tablesFile, 'Sort')}<${file.imports.type(entityFile, type)}>[]`;
}

/** A filter has the type of the field it is compared with. */
function queryFieldType(
  field: OperationPlan['operation']['query'][number],
  list: Extract<Step, { kind: 'list' }> | undefined,
  file: SourceFile,
  system: SystemPlan,
): string {
  const filter = list?.filters.find(({ parameter }) => parameter === field.name);
  const owner = list === undefined ? undefined : system.entity(list.entity);
  const declared = filter === undefined ? undefined : owner?.enums.get(filter.field);
  if (declared === undefined || owner === undefined) return typeText(field.type, file);
  const type = file.imports.type(declared.file, declared.type);
  return filter?.comparison === 'in' ? `readonly ${type}[]` : type;
}
