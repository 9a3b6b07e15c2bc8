import { allListened } from '../../../model/feed.ts';
import type { SystemModel } from '../../../model/system.ts';
import { listeningProtocols } from '../listening-file.ts';
import { signingFileText, withSigning } from '../signing-file.ts';

/** `test/support/api-client.ts`: sends requests to the system under test. */
export function apiClientFile(model: SystemModel): string {
  const client = apiClient({
    hasRedirects: model.operations.some(({ answer }) => answer.redirect !== undefined),
    hasTexts: model.operations.some(({ answer }) => answer.textType !== undefined),
    tellsUrl: listeningProtocols(model).size > 0,
    opensStreams: allListened(model).some(({ protocols }) => protocols.includes('sse')),
  });
  return signingFileText(model) === undefined ? client : withSigning(client, model);
}

interface ClientUse {
  /** Where operations redirect, what counts is their own answer and not what it leads to. */
  readonly hasRedirects: boolean;
  /** Whether answers are text, not JSON. */
  readonly hasTexts: boolean;
  readonly tellsUrl: boolean;
  readonly opensStreams: boolean;
}

const urlGetter = `  get url(): string {
    return this.#baseUrl;
  }

`;

/** Who listens is never done, so he leaves. */
const openMethod = `  /** What a stream sends first. */
  async open(path: string): Promise<Answer> {
    const response = await fetch(this.#baseUrl + path);
    const reader = response.body?.getReader();
    const first = await reader?.read();
    await reader?.cancel();
    return { status: response.status, headers: response.headers, body: new TextDecoder().decode(first?.value) };
  }

`;

const answerType = `export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON, the text of any other answer, or undefined when the answer is empty. */
  readonly body: unknown;
}

`;

const apiClient = ({
  hasRedirects,
  hasTexts,
  tellsUrl,
  opensStreams,
}: ClientUse) => `import assert from 'node:assert/strict';

${answerType}/** Sends requests to a running system. */
export class ApiClient {
  #baseUrl: string;

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

${tellsUrl ? urlGetter : ''}  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  post(path: string, body?: unknown): Promise<Answer> {
    return this.send('POST', path, { body });
  }

  patch(path: string, body: unknown): Promise<Answer> {
    return this.send('PATCH', path, { body });
  }

  put(path: string, body?: unknown): Promise<Answer> {
    return this.send('PUT', path, { body });
  }

  delete(path: string, body?: unknown): Promise<Answer> {
    return this.send('DELETE', path, { body });
  }

  /** Creates a record and returns its id. */
  async create(path: string, body?: unknown): Promise<string> {
    const { status, body: record } = await this.post(path, body);
    assert.equal(status, 201, JSON.stringify(record));
    assert.ok(typeof record === 'object' && record !== null && 'id' in record);
    return String(record.id);
  }

  /** \`body\` is sent as JSON, \`text\` as it is. */
  async send(
    method: string,
    path: string,
    options: { body?: unknown; text?: string; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const text = options.text ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    const response = await fetch(this.#baseUrl + path, {
      method,
${hasRedirects ? "      redirect: 'manual',\n" : ''}      headers: { ...(text === undefined ? {} : { 'content-type': 'application/json' }), ...options.headers },
      ...(text === undefined ? {} : { body: text }),
    });
    return { status: response.status, headers: response.headers, body: await parsed(response) };
  }

${opensStreams ? openMethod : ''}  protected moveTo(baseUrl: string): void {
    this.#baseUrl = baseUrl;
  }
}

${hasTexts ? textParsing : parsing}`;

/** Where some answers are text, an empty one is still a body. */
const textParsing = `async function parsed(response: Response): Promise<unknown> {
  const text = await response.text();
  const type = response.headers.get('content-type');
  if (type !== null && !/[/+]json\\b/.test(type)) return text;
  return text === '' ? undefined : JSON.parse(text);
}
`;

const parsing = `async function parsed(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  return /[/+]json\\b/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text;
}
`;
