import type { SourceFile } from '../../code/source-file.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { hasFiles } from './file-paths.ts';
import { renderFileTypeFile } from './file-type-file.ts';
import { renderFilesTestFile } from './files-test-file.ts';
import { renderFolderFile } from './folder-file.ts';
import { renderMultipartFile } from './multipart-file.ts';
import { renderReceiveFileFile } from './receive-file-file.ts';
import { renderSendFileFile } from './send-file-file.ts';
import { renderSweeperFile } from './sweeper-file.ts';

/** How files come in, lie, and go out; nothing in a system without files. */
export function renderFileCode(system: SystemPlan): readonly SourceFile[] {
  if (!hasFiles(system.model)) return [];
  return [
    renderFolderFile(),
    renderFileTypeFile(),
    renderMultipartFile(),
    renderReceiveFileFile(),
    renderSendFileFile(),
    renderSweeperFile(system),
    renderFilesTestFile(),
  ];
}
