import { FileTree } from '@millwright/factory';
import type { SystemModel } from '../../model/system.ts';
import { yamlText } from '../code/yaml-text.ts';
import { openApiDocument } from './openapi-document.ts';

/** `openapi.yaml` for people and tools, `openapi.json` for the endpoint that serves it. */
export function openApiFiles(model: SystemModel): FileTree {
  const document = openApiDocument(model);
  return new FileTree()
    .write('openapi.yaml', yamlText(document))
    .write('openapi.json', `${JSON.stringify(document, null, 2)}\n`);
}
