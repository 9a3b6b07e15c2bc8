import { hash } from 'node:crypto';
import { FileTree } from '@millwright/factory';
import type { SystemModel } from '../../model/system.ts';
import { piece } from '../../tracking/pieces.ts';
import { yamlText } from '../code/yaml-text.ts';
import { type OpenApiDocument, openApiDocument } from './openapi-document.ts';

/** `openapi.yaml` for people and tools, `openapi.json` for the endpoint that serves it. */
export function openApiFiles(model: SystemModel): FileTree {
  const document = openApiDocument(model);
  return new FileTree()
    .write('openapi.yaml', openApiYaml(document, model))
    .write('openapi.json', `${JSON.stringify(document, null, 2)}\n`);
}

/** Paths and schemas are many and large: each is a piece of its own. */
function openApiYaml({ paths, components, ...head }: OpenApiDocument, model: SystemModel): string {
  const { schemas, ...others } = components;
  const entries = (of: Readonly<Record<string, unknown>>, indent: number) =>
    Object.entries(of).map(([name, entry]) => {
      const write = () => yamlText({ [name]: entry }, indent);
      return piece(model, `YAML of ${name}`, hash('sha256', JSON.stringify(entry)), write);
    });
  return [
    yamlText(head),
    ...(Object.keys(paths).length === 0 ? ['paths: {}\n'] : ['paths:\n', ...entries(paths, 2)]),
    'components:\n  schemas:\n',
    ...entries(schemas, 4),
    ...(Object.keys(others).length === 0 ? [] : [yamlText(others, 2)]),
  ].join('');
}
