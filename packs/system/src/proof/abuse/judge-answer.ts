import { type Answer, parseJson } from '../running/http-client.ts';
import type { ApiDescription, DescribedOperation, Schema } from './api-description.ts';
import type { HostileRequest } from './hostile-requests.ts';
import { schemaViolation } from './schema-violation.ts';

export interface Verdict {
  readonly code:
    | 'server_error'
    | 'secret_revealed'
    | 'header_injected'
    | 'undeclared_status'
    | 'undeclared_answer'
    | 'bad_input_accepted';
  readonly message: string;
}

/** Answers of the HTTP parser, which no operation declares: it refuses what it cannot read as a request. */
const parserStatuses = new Set([400, 408, 414, 417, 431]);

/** What is wrong with an answer to a hostile request, or undefined. */
export function judgeAnswer(
  { operation, json, refusal }: HostileRequest,
  answer: Answer,
  api: ApiDescription,
): Verdict | undefined {
  if (refusal !== undefined && answer.status < 300) {
    return { code: 'bad_input_accepted', message: `expected 4xx: ${refusal}` };
  }
  return (
    judgeContents(answer) ??
    (operation === undefined || isFromParser(answer)
      ? undefined
      : judgeConformance(operation, answer, api)) ??
    (operation === undefined ? undefined : judgeAcceptance(operation, json, answer, api))
  );
}

function isFromParser({ status, headers }: Answer): boolean {
  return parserStatuses.has(status) && headers['content-type'] === undefined;
}

/** What an operation answers that calls a function which is left for somebody to write. */
function isUnwritten(status: number, text: string): boolean {
  return status === 501 && text.includes('"code":"slot_not_filled"');
}

/** Traces of what only the inside of the system knows. None of the requests holds any of them. */
const secrets: readonly RegExp[] = [
  /\bat (?:async )?[\w.<>[\] ]*\(?(?:file:\/\/|node:|\/)[^\s)"]+:\d+:\d+/,
  /\bnode_modules\b/,
  /\bnode:internal\b/,
  /\bSQLITE_[A-Z]+\b/,
  /UNIQUE constraint failed/,
  /\bSqliteError\b|\bTypeError:|\bRangeError:|\bZodError\b/,
  /"polluted"/,
];

function judgeContents({ status, headers, text }: Answer): Verdict | undefined {
  if (status >= 500 && !isUnwritten(status, text))
    return { code: 'server_error', message: `expected no ${status}` };
  if ('x-injected' in headers) {
    return { code: 'header_injected', message: 'a value of the request became a header of the answer' };
  }
  const secret = secrets.find((pattern) => pattern.test(text));
  if (secret === undefined || (status < 300 && secret.source.includes('polluted'))) return undefined;
  return { code: 'secret_revealed', message: `the answer holds ${secret.exec(text)?.[0]}` };
}

/** Whether the OpenAPI document has room for the answer. */
function judgeConformance(
  operation: DescribedOperation,
  answer: Answer,
  api: ApiDescription,
): Verdict | undefined {
  const declared = contentFor(operation, answer.status);
  if (declared !== undefined) return judgeContent(declared, answer, api);
  const statuses = [...operation.responses.keys()].join(', ');
  return { code: 'undeclared_status', message: `the OpenAPI document declares ${statuses}` };
}

function contentFor({ responses }: DescribedOperation, status: number) {
  return responses.get(String(status)) ?? responses.get(`${String(status)[0]}XX`) ?? responses.get('default');
}

function judgeContent(
  declared: ReadonlyMap<string, Schema>,
  { headers, text }: Answer,
  { resolve }: ApiDescription,
): Verdict | undefined {
  const type = headers['content-type']?.split(';', 1)[0]?.toLowerCase();
  if (type === undefined || text === '') return undefined;
  const schema = declared.get(type);
  if (schema === undefined) {
    const types = [...declared.keys()].join(', ') || 'no content';
    return { code: 'undeclared_answer', message: `it is ${type}; the OpenAPI document declares ${types}` };
  }
  const violation = /[/+]json$/.test(type) ? schemaViolation(schema, parseJson(text), resolve) : undefined;
  return violation === undefined ? undefined : { code: 'undeclared_answer', message: violation };
}

/** A body that breaks the schema of the operation must not be taken. */
function judgeAcceptance(
  { body }: DescribedOperation,
  json: unknown,
  { status }: Answer,
  { resolve }: ApiDescription,
): Verdict | undefined {
  if (body === undefined || json === undefined || status >= 300) return undefined;
  const violation = schemaViolation(body, json, resolve);
  return violation === undefined
    ? undefined
    : { code: 'bad_input_accepted', message: `expected 4xx: ${violation}` };
}
