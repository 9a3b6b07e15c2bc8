import type { Operation } from '../../../model/operation.ts';
import type { SystemModel } from '../../../model/system.ts';

export const folderFile = 'src/files/file-folder.ts';
export const fileTypeFile = 'src/files/file-type.ts';
export const multipartFile = 'src/files/multipart.ts';
export const receiveFile = 'src/files/receive-file.ts';
export const sendFile = 'src/files/send-file.ts';
export const sweeperFile = 'src/components/file-sweeper.ts';

/** Whether an operation takes or gives the bytes of a file. */
export function carriesFile({
  upload,
  answer,
}: Pick<Operation, 'upload'> & Partial<Pick<Operation, 'answer'>>): boolean {
  return upload !== undefined || answer?.isFile === true;
}

/** Whether records refer to files, or operations carry them. */
export function hasFiles({ entities, operations }: SystemModel): boolean {
  return (
    operations.some(carriesFile) ||
    entities.some(({ fields }) => fields.some(({ file }) => file !== undefined))
  );
}
