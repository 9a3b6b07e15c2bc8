import { SourceFile } from '../../code/source-file.ts';
import { errorsFile } from '../api/api-files.ts';
import { folderFile, receiveFile, sendFile } from './file-paths.ts';

/** `test/unit/files.test.ts`. */
export function renderFilesTestFile(): SourceFile {
  const file = new SourceFile('test/unit/files.test.ts');
  file.imports.standard('node:assert/strict', 'assert');
  file.imports.value('node:fs/promises', 'mkdtemp');
  file.imports.value('node:fs/promises', 'readdir');
  file.imports.value('node:fs/promises', 'utimes');
  file.imports.value('node:os', 'tmpdir');
  file.imports.value('node:path', 'join');
  file.imports.value('node:test', 'test');
  file.imports.type('node:test', 'TestContext');
  file.imports.value('@millwright/harness', 'createJsonLog');
  file.imports.value('hono', 'Hono');
  file.imports.value(errorsFile, 'handleErrors');
  file.imports.value(folderFile, 'FileFolder');
  file.imports.value(receiveFile, 'receiveFile');
  file.imports.value(sendFile, 'sendFile');
  file.imports.type('src/domain/types/stored-file.ts', 'StoredFile');
  return file.add(code);
}

const code = `
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const limits = { contentTypes: ['image/png', 'text/*'], maximumBytes: 64 };

/** Takes a file with PUT and gives the last one with GET. */
async function startKeeping(t: TestContext) {
  const path = await mkdtemp(join(tmpdir(), 'files-'));
  const folder = new FileFolder(path);
  t.after(() => folder.remove());
  let last: StoredFile | undefined;
  const app = new Hono();
  app.put('/', async (c) => {
    last = await receiveFile(c, folder, limits);
    return c.json(last);
  });
  app.get('/', (c) => (last === undefined ? c.notFound() : sendFile(c, folder, last)));
  handleErrors(app, createJsonLog());
  const put = (body: Buffer | FormData | string, headers: Record<string, string> = {}) =>
    app.request('/', { method: 'PUT', body, headers });
  const get = (headers: Record<string, string> = {}) => app.request('/', { headers });
  return { app, folder, path, put, get };
}

test('a file comes back as it was sent', async (t) => {
  const { put, get, app } = await startKeeping(t);
  const sent = await put(png, {
    'content-type': 'image/png',
    'content-disposition': \`attachment; filename*=UTF-8''..%2Fk%C3%A4se.png\`,
  });
  const { name, type, size, sha256 } = (await sent.json()) as StoredFile;
  assert.deepEqual({ name, type, size }, { name: 'käse.png', type: 'image/png', size: 16 });
  const got = await get();
  assert.deepEqual(Buffer.from(await got.arrayBuffer()), png);
  assert.equal(got.headers.get('etag'), \`"\${sha256}"\`);
  assert.equal(got.headers.get('content-length'), '16');
  assert.match(got.headers.get('content-disposition') ?? '', /^inline; filename="k_se.png"/);
  const head = await app.request('/', { method: 'HEAD' });
  assert.equal(await head.text(), '');
  assert.equal(head.headers.get('content-length'), '16');
  assert.equal((await get({ 'if-none-match': \`"\${sha256}"\` })).status, 304);
});

test('a file may come in a form, among other parts', async (t) => {
  const { put, get } = await startKeeping(t);
  const form = new FormData();
  form.set('note', 'before');
  form.set('file', new File(['hello'], 'note.txt', { type: 'text/plain' }));
  assert.equal(((await (await put(form)).json()) as StoredFile).name, 'note.txt');
  assert.equal(await (await get()).text(), 'hello');
  const without = new FormData();
  without.set('note', 'no file');
  assert.equal((await put(without)).status, 400);
});

test('a range of a file is answered', async (t) => {
  const { put, get } = await startKeeping(t);
  await put('0123456789', { 'content-type': 'text/plain' });
  for (const [range, expected] of [
    ['bytes=2-4', '234'],
    ['bytes=7-', '789'],
    ['bytes=-2', '89'],
    ['bytes=5-99', '56789'],
  ] as const) {
    const part = await get({ range });
    assert.equal(part.status, 206);
    assert.equal(await part.text(), expected);
  }
  assert.equal((await get({ range: 'bytes=2-4' })).headers.get('content-range'), 'bytes 2-4/10');
  assert.equal((await get({ range: 'bytes=10-' })).status, 416);
  assert.equal((await get({ range: 'bytes=-0' })).status, 416);
  assert.equal((await get({ range: 'bytes=4-2' })).status, 200);
  assert.equal((await get({ range: 'bytes=0-1,4-5' })).status, 200);
  assert.equal((await get({ range: 'bytes=0-1', 'if-range': '"another"' })).status, 200);
});

test('what is too large, empty, or of another type is refused, and nothing of it is kept', async (t) => {
  const { put, path } = await startKeeping(t);
  const type = { 'content-type': 'image/png' };
  assert.equal((await put(Buffer.concat([png, Buffer.alloc(64)]), type)).status, 413);
  assert.equal((await put(Buffer.alloc(0), type)).status, 400);
  assert.equal((await put(Buffer.from('no image, but long enough'), type)).status, 415);
  assert.equal((await put('small', type)).status, 415);
  assert.equal((await put(png, { 'content-type': 'text/plain' })).status, 415);
  assert.equal((await put(png, { 'content-type': 'application/pdf' })).status, 415);
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  assert.deepEqual(
    entries.filter((entry) => entry.isFile()),
    [],
  );
});

test('equal files lie once, and go when nothing refers to them', async (t) => {
  const { folder, path } = await startKeeping(t);
  const { sha256 } = await folder.keep([png]);
  await folder.keep([png]);
  const place = join(path, sha256.slice(0, 2), sha256);
  const count = async () => (await readdir(join(path, sha256.slice(0, 2)))).length;
  await folder.sweep(new Set());
  assert.equal(await count(), 1, 'what has just arrived stays');
  await utimes(place, 0, 0);
  await folder.sweep(new Set([sha256]));
  assert.equal(await count(), 1, 'what is in use stays');
  await folder.sweep(new Set());
  assert.equal(await count(), 0);
});`;
