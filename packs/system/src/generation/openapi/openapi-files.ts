import { FileTree } from '@millwright/factory';
import { stringify } from 'yaml';
import type { SystemModel } from '../../model/system.ts';
import { openApiDocument } from './openapi-document.ts';

/** `openapi.yaml` for people and tools, `openapi.json` for the endpoint that serves it. */
export function openApiFiles(model: SystemModel): FileTree {
  const document = openApiDocument(model);
  return new FileTree()
    .write('openapi.yaml', stringify(document, { lineWidth: 110, aliasDuplicateObjects: false }))
    .write('openapi.json', `${JSON.stringify(document, null, 2)}\n`);
}
