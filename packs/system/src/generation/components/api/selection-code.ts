import { selectionParameter } from '../../../lowering/lower-selection.ts';
import type { Operation, Selection } from '../../../model/operation.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import { pickedFile } from './api-files.ts';

/** The schema of the query parameter that says which fields are wanted. */
export function selectionSchema({ fields }: Selection, listText: string, z: string): string {
  return `  ${selectionParameter}: ${listText}(${z}.enum(${literal(fields)})).exactOptional(),`;
}

/** The body with those fields of its records alone that the request asks for; `code` is a variable or a call. */
export function pickedCode({ selection }: Operation, code: string, file: SourceFile): string {
  if (selection === undefined) return code;
  const picked = file.imports.value(pickedFile, 'picked');
  const { inside, of } = selection;
  const each = (list: string) => `${list}.map((each) => ${picked}(each, fields))`;
  if (inside !== undefined) return `{ ...${code}, ${inside}: ${each(`${code}.${inside}`)} }`;
  return of === 'list' ? each(code) : `${picked}(${code}, fields)`;
}

/** `src/http/picked.ts`. */
export function renderPickedFile(): SourceFile {
  return new SourceFile(pickedFile).add(`
/** The fields of a record that a request asks for; all of them where it asks for none. */
export function picked(record: object, fields: readonly string[] | undefined): object {
  if (fields === undefined) return record;
  return Object.fromEntries(Object.entries(record).filter(([name]) => fields.includes(name)));
}`);
}
