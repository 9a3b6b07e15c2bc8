import type { SystemModel } from '../../model/system.ts';
import { mermaidLabel } from './escape.ts';

/** The components and their bindings as a Mermaid flow chart. */
export function componentGraph(model: SystemModel): string {
  const ids = new Map(model.components.map((component, index) => [component.name, `c${index}`]));
  const nodes = model.components.map(
    (component) => `  ${ids.get(component.name)}[${mermaidLabel(`${component.name}: ${component.kind}`)}]`,
  );
  const clients = model.components
    .filter((component) => component.kind === 'ApiEndpoint')
    .map((component) => `  client([${mermaidLabel('HTTP clients')}]) --> ${ids.get(component.name)}`);
  const edges = model.bindings.map(
    ({ from, to }) =>
      `  ${ids.get(from.component)} -->|${mermaidLabel(`${from.port} → ${to.port}`)}| ${ids.get(to.component)}`,
  );
  return ['```mermaid', 'flowchart LR', ...nodes, ...clients, ...edges, '```'].join('\n');
}
