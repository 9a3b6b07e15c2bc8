import { SourceFile } from '../../code/source-file.ts';
import { problemFile } from '../domain/refusal.ts';
import { bodyFile, checkFile } from './api-files.ts';

export interface BodyFeatures {
  readonly hasOptionalBodies: boolean;
  /** Whether bodies are read once before they are made sense of. */
  readonly hasSignatures: boolean;
  /** Whether some bodies are patches. */
  readonly hasPatches: boolean;
  /** The name of a store that cannot keep every text which JSON can hold. */
  readonly store: string | undefined;
}

/** `src/http/body.ts`. */
export function renderBodyFile({
  hasOptionalBodies,
  hasSignatures,
  hasPatches,
  store,
}: BodyFeatures): SourceFile {
  const file = new SourceFile(bodyFile);
  file.imports.type('hono', 'Context');
  file.imports.type('zod', 'z');
  file.imports.value(problemFile, 'Problem');
  file.imports.value(checkFile, 'check');
  file.add(`
const MAX_BODY_BYTES = 1024 * 1024;
const UTF_8 = new TextDecoder('utf-8', { fatal: true });`);
  file.add(`
export async function readBody<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  if (!isJson(c)) {
    throw new Problem(415, 'unsupported_media_type', 'The body must be application/json, in UTF-8 and not compressed.');
  }
  return check(schema, parse(await readText(c)));
}`);
  file.add(isJson(hasPatches));
  if (hasPatches) file.add(readJsonAs);
  if (hasOptionalBodies) {
    file.add(`
/** For operations that need no body: leaving it out is the same as sending an empty object. */
export async function readOptionalBody<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  const isEmpty = (c.req.header('content-length') ?? '0') === '0' && !isChunked(c);
  return isEmpty ? check(schema, {}) : readBody(c, schema);
}`);
  }
  return file
    .add(hasSignatures ? readRaw : '')
    .add(readers(hasSignatures))
    .add(readChunks)
    .add(store === undefined ? parse : strictParse(store))
    .add(tooLarge);
}

const readers = (hasSignatures: boolean) => `
async function readText(c: Context): Promise<string> {
  ${
    hasSignatures
      ? 'const bytes = await readRaw(c);'
      : `${refuseLarge}
  const bytes = await readBytes(c);`
  }
  try {
    return UTF_8.decode(bytes);
  } catch {
    throw new Problem(400, 'invalid_json', 'The body is not valid UTF-8.');
  }
}

async function readBytes(c: Context): Promise<ArrayBuffer | Buffer> {${hasSignatures ? `\n  ${refuseLarge}` : ''}
  try {
    return await (isChunked(c) ? readChunks(c) : c.req.arrayBuffer());
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(400, 'incomplete_body', 'The body did not arrive in full.');
  }
}

function isChunked(c: Context): boolean {
  return c.req.header('transfer-encoding') !== undefined;
}`;

const refuseLarge = "if (Number(c.req.header('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge();";

const readRaw = `
const raw = new WeakMap<Context, Promise<ArrayBuffer | Buffer>>();

/** The body as it came, however often it is asked for: its signature is checked before it is made sense of. */
export function readRaw(c: Context): Promise<ArrayBuffer | Buffer> {
  const bytes = raw.get(c) ?? readBytes(c);
  raw.set(c, bytes);
  return bytes;
}`;

const readJsonAs = `
/** A body of a media type that the operation does not take. */
export class UnacceptedBody extends Problem {
  readonly accepted: string;

  constructor(types: readonly string[]) {
    const accepted = types.join(', ');
    super(415, 'unsupported_media_type', \`The body must be \${accepted}, in UTF-8 and not compressed.\`);
    this.accepted = accepted;
  }
}

/** The JSON of a body that has one of the media types. */
export async function readJsonAs<Type extends string>(
  c: Context,
  types: readonly Type[],
): Promise<{ readonly type: Type; readonly body: unknown }> {
  const type = types.find((one) => isJson(c, one));
  if (type === undefined) throw new UnacceptedBody(types);
  return { type, body: parse(await readText(c)) };
}`;

const isJson = (hasPatches: boolean) => `
function isJson(c: Context${hasPatches ? ", wanted = 'application/json'" : ''}): boolean {
  const header = c.req.header('content-type')?.toLowerCase() ?? '';
  const [type, ...parameters] = header.split(';').map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset=')) ?? 'charset=utf-8';
  const encoding = c.req.header('content-encoding') ?? 'identity';
  return type === ${hasPatches ? 'wanted' : "'application/json'"} && /^charset="?utf-8"?$/.test(charset) && encoding === 'identity';
}`;

const readChunks = `
/** The length of a chunked body shows only while it arrives. */
async function readChunks(c: Context): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}`;

const tooLarge = `
function tooLarge(): Problem {
  return new Problem(413, 'body_too_large', 'The body must not exceed 1 MiB.');
}`;

const parse = `
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(400, 'invalid_json', 'The body is not valid JSON.');
  }
}`;

const strictParse = (store: string) => `
/** The escape of a surrogate; after parsing and writing again, only of one without its other half. */
const SURROGATE = /(?<!\\\\)(?:\\\\\\\\)*\\\\ud[89a-f]/i;

/** Refuses halves of characters, which JSON may hold and ${store} cannot. */
function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (!SURROGATE.test(text) || !SURROGATE.test(JSON.stringify(value))) return value;
  } catch {
    // Refused below.
  }
  throw new Problem(400, 'invalid_json', 'The body is not valid JSON.');
}`;
