import type { PatchFormat } from '../../../model/operation.ts';
import { patchTypes } from '../../../model/patch-types.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { changeFile } from '../domain/change-type-file.ts';
import { problemFile } from '../domain/refusal.ts';
import { bodyFile, checkFile, requestedChangeFile } from './api-files.ts';

/** The formats in which requests change records, in all operations together. */
export function patchFormats({ model }: SystemPlan): ReadonlySet<PatchFormat> {
  return new Set(model.operations.flatMap(({ patch }) => patch?.accepts ?? []));
}

/** `src/http/requested-change.ts`, or undefined where bodies are JSON alone. */
export function renderRequestedChangeFile(system: SystemPlan): SourceFile | undefined {
  const formats = patchFormats(system);
  if (formats.size === 0) return undefined;
  const file = new SourceFile(requestedChangeFile);
  file.imports.type('hono', 'Context');
  file.imports.type('zod', 'z');
  file.imports.type(changeFile, 'Change');
  file.imports.value(bodyFile, 'readJsonAs');
  file.imports.value(checkFile, 'check');
  const readers = [...formats].map((format) => `  '${patchTypes[format]}': ${readerCode(format, file)},`);
  file.add(`
/** The fields that a body of each media type changes of a record. */
const readers = {
${readers.join('\n')}
} satisfies Readonly<Record<string, (record: object, body: unknown) => unknown>>;

type MediaType = keyof typeof readers;`);
  file.add(`
/** Reads a body that says in one of the media types what is to be changed. */
export async function readChange<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
  types: readonly MediaType[],
): Promise<Change<z.output<Schema>>> {
  const { type, body } = await readJsonAs(c, types);
  return { type, body, of: (record) => check(schema, readers[type](record, body)) };
}`);
  if (formats.has('merge-patch') || formats.has('json-patch')) file.add(changedFields(file));
  return formats.has('json-patch') ? file.add(patched(file)) : file;
}

function readerCode(format: PatchFormat, file: SourceFile): string {
  switch (format) {
    case 'json':
      return '(_record, body) => body';
    case 'merge-patch':
      return `(record, body) => changedFields(record, ${file.imports.value('@millwright/harness', 'applyMergePatch')}(record, body))`;
    case 'json-patch':
      return '(record, body) => changedFields(record, patched(record, body))';
  }
}

function changedFields(file: SourceFile): string {
  file.imports.value(problemFile, 'Problem');
  file.imports.value('node:util', 'isDeepStrictEqual');
  return `
/** The fields that are not as they were; those that are gone become null. */
function changedFields(before: object, after: unknown): Record<string, unknown> {
  if (typeof after !== 'object' || after === null || Array.isArray(after)) {
    throw new Problem(400, 'invalid_input', 'What a patch leaves must be an object.');
  }
  const old = new Map<string, unknown>(Object.entries(before));
  const kept = new Map<string, unknown>(Object.entries(after));
  const names = [...new Set([...old.keys(), ...kept.keys()])];
  const isChanged = (name: string) => !isDeepStrictEqual(old.get(name), kept.get(name));
  return Object.fromEntries(names.filter(isChanged).map((name) => [name, kept.get(name) ?? null]));
}`;
}

function patched(file: SourceFile): string {
  file.imports.value('@millwright/harness', 'applyJsonPatch');
  file.imports.value('@millwright/harness', 'PatchError');
  return `
/** How each fault of a JSON patch is answered. */
const faults = {
  malformed: [400, 'invalid_patch'],
  target_missing: [422, 'patch_target_missing'],
  test_failed: [409, 'patch_test_failed'],
} as const;

function patched(record: object, body: unknown): unknown {
  try {
    return applyJsonPatch(record, body);
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    const [status, code] = faults[error.fault];
    throw new Problem(status, code, error.message);
  }
}`;
}
