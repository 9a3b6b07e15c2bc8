import type { OperationPlan } from '../../plan/operation-plan.ts';
import { isBareResult, planResult, type ResultPlan } from '../../plan/result-plan.ts';
import { literal } from '../../code/literal.ts';
import { sendFile } from '../files/file-paths.ts';
import { answeredList } from '../../plan/answered-list.ts';
import { answerFile, nextLinkFile, versionFile } from './api-files.ts';
import { pickedCode } from './selection-code.ts';
import type { RouteContext } from './routes-file.ts';

/** Statements that ask for the operation and answer with its result. */
export function renderAnswer(plan: OperationPlan, ask: string, context: RouteContext): string[] {
  const { answer } = plan.operation;
  if (answer.isFile === true) {
    const give = context.file.imports.value(sendFile, 'sendFile');
    return [`return ${give}(c, files, await ${ask});`];
  }
  const result = planResult(plan.operation);
  if (!isBareResult(result)) return wrappedAnswer(plan, result, ask, context);
  if (isVersioned(plan, result, context)) return versionedAnswer(plan, result, ask, context);
  if (answer.body.kind === 'empty' && answer.location === undefined) {
    return [`await ${ask};`, `return ${emptyAnswer(context)}(${answer.status});`];
  }
  if (result.body.kind === 'page') return pageAnswer(plan, ask, context);
  if (answer.location === undefined) return bareAnswer(plan, ask, context);
  const variable = context.system.entity(answer.location.entity).variable;
  const headers = `{ Location: ${locationCode(plan, `${variable}.id`, context)} }`;
  const body = answer.body.kind === 'empty' ? 'null' : variable;
  return [
    `const ${variable} = await ${ask};`,
    `return ${send(context)}(${answer.status}, ${body}, ${headers});`,
  ];
}

/** Nothing but a body. */
function bareAnswer({ operation }: OperationPlan, ask: string, context: RouteContext): string[] {
  const { answer, selection } = operation;
  if (selection === undefined) return [`return ${sent(answer, `await ${ask}`, '', context)};`];
  const body = pickedCode(operation, 'body', context.file);
  return [`const body = await ${ask};`, `return ${send(context)}(${answer.status}, ${body});`];
}

/** The records of a page, and in headers what is known of the others. */
function pageAnswer(plan: OperationPlan, ask: string, context: RouteContext): string[] {
  const { status } = plan.operation.answer;
  const total = "'X-Total-Count': String(total)";
  const [names, headers] = hasCursor(plan)
    ? ['items, total, nextCursor', `${total}, ...${nextLinkCode('nextCursor', context)}`]
    : ['items, total', total];
  const items = pickedCode(plan.operation, 'items', context.file);
  return [
    `const { ${names} } = await ${ask};`,
    `return ${send(context)}(${status}, ${items}, { ${headers} });`,
  ];
}

/** Whether a record that counts its versions is answered. */
function isVersioned(plan: OperationPlan, { body }: ResultPlan, { system }: RouteContext): boolean {
  if (body.kind !== 'record' || plan.operation.answer.body.kind !== 'variable') return false;
  return system.entity(body.entity).entity.versions !== undefined;
}

/** The version of the record goes into its ETag; who has it already is told so. */
function versionedAnswer(
  plan: OperationPlan,
  { body }: ResultPlan,
  ask: string,
  context: RouteContext,
): string[] {
  const { answer, http } = plan.operation;
  const { variable } = context.system.entity('entity' in body ? body.entity : plan.operation.entity);
  const asked = `const ${variable} = await ${ask};`;
  if (http.method === 'GET') {
    context.usage.hasConditionalReads = true;
    const answerVersion = context.file.imports.value(versionFile, 'answerVersion');
    const isPart = plan.operation.selection !== undefined;
    if (isPart) context.usage.hasSelections = true;
    const shown = isPart ? `, ${pickedCode(plan.operation, variable, context.file)}` : '';
    return [asked, `return ${answerVersion}(${variable}, c.req.header('If-None-Match')${shown});`];
  }
  const tag = etagCode(variable, context);
  const headers =
    answer.location === undefined
      ? tag
      : `{ ...${tag}, Location: ${locationCode(plan, `${variable}.id`, context)} }`;
  return [asked, `return ${send(context)}(${answer.status}, ${variable}, ${headers});`];
}

function etagCode(record: string, { file, usage }: RouteContext): string {
  usage.hasVersions = true;
  return `${file.imports.value(versionFile, 'etag')}(${record})`;
}

/** The function returns more than the body: where the record is, whether it is new, or further headers. */
function wrappedAnswer(
  plan: OperationPlan,
  result: ResultPlan,
  ask: string,
  context: RouteContext,
): string[] {
  const { answer } = plan.operation;
  const hasBody = answer.body.kind !== 'empty';
  const names = [
    ...(hasBody ? ['body'] : []),
    ...(result.locationVariable === undefined ? [] : ['locationId']),
    ...(result.hasHeaders ? ['headers'] : []),
    ...(result.isNewTold ? ['isNew'] : []),
  ];
  const status = result.isNewTold
    ? `isNew ? ${answer.status} : ${answer.updatedStatus}`
    : String(answer.status);
  const headers = headersCode(plan, result, context);
  const asked = `const { ${names.join(', ')} } = await ${ask};`;
  if (!hasBody && answer.location === undefined) {
    context.usage.hasEmptyHeaders = true;
    return [asked, `return ${emptyAnswer(context)}(${status}${headers});`];
  }
  const body = result.body.kind === 'page' ? 'body.items' : hasBody ? 'body' : 'null';
  const shown = pickedCode(plan.operation, body, context.file);
  return [asked, `return ${sent({ ...answer, status }, shown, headers, context)};`];
}

/** The last argument of an answer: the headers, if there are any. */
function headersCode(plan: OperationPlan, result: ResultPlan, context: RouteContext): string {
  const { location } = plan.operation.answer;
  const id = result.locationVariable === undefined ? 'body.id' : 'locationId';
  const version = isVersioned(plan, result, context) ? [`...${etagCode('body', context)}`] : [];
  const own = result.hasHeaders ? `${context.file.imports.value(answerFile, 'asHeaders')}(headers)` : '';
  if (result.hasHeaders) context.usage.hasHeaders = true;
  const members = [
    ...(result.hasHeaders ? [`...${own}`] : []),
    ...version,
    ...(location === undefined ? [] : [`Location: ${locationCode(plan, id, context)}`]),
    ...(result.body.kind === 'page' ? pageHeaders(plan, context) : []),
  ];
  return headersArgument(members, own);
}

function pageHeaders(plan: OperationPlan, context: RouteContext): readonly string[] {
  const total = "'X-Total-Count': String(body.total)";
  return hasCursor(plan) ? [total, `...${nextLinkCode('body.nextCursor', context)}`] : [total];
}

function hasCursor({ operation }: OperationPlan): boolean {
  return answeredList(operation)?.paging === 'cursor';
}

function nextLinkCode(cursor: string, { file, usage }: RouteContext): string {
  usage.hasNextLinks = true;
  return `${file.imports.value(nextLinkFile, 'nextLink')}(c.req.url, ${cursor})`;
}

function headersArgument(members: readonly string[], own: string): string {
  if (members.length === 0) return '';
  return members.length === 1 && own !== '' ? `, ${own}` : `, { ${members.join(', ')} }`;
}

function locationCode({ operation }: OperationPlan, id: string, { system }: RouteContext): string {
  const entity = operation.answer.location?.entity ?? operation.entity;
  const { collection } = system.entity(entity).entity;
  return `\`${system.model.http.prefix}/${collection}/\${${id}}\``;
}

/** The call that answers with a body: as JSON, or as the text that it is. */
function sent(
  { status, textType }: { readonly status: number | string; readonly textType?: string },
  body: string,
  headers: string,
  context: RouteContext,
): string {
  if (textType === undefined) return `${send(context)}(${status}, ${body}${headers})`;
  context.usage.hasTexts = true;
  const answer = context.file.imports.value(answerFile, 'textAnswer');
  return `${answer}(${status}, ${body}, ${literal(textType)}${headers})`;
}

function send({ file }: RouteContext): string {
  return file.imports.value(answerFile, 'answer');
}

function emptyAnswer({ file, usage }: RouteContext): string {
  usage.hasEmptyAnswers = true;
  return file.imports.value(answerFile, 'emptyAnswer');
}
