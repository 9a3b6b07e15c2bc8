import { SourceFile } from '../../code/source-file.ts';

export const changeFile = 'src/domain/change.ts';

/** `src/domain/change.ts`, where requests change records in more formats than one. */
export function renderChangeTypeFile(): SourceFile {
  return new SourceFile(changeFile).add(`
/** A change of a record as a request asks for it. */
export interface Change<Input> {
  /** The media type of the body, and the body. */
  readonly type: string;
  readonly body: unknown;
  /** The fields it changes of this record; throws what is wrong with it. */
  of(record: object): Input;
}`);
}
