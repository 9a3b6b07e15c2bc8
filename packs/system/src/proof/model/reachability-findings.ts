import type { Finding } from '@millwright/factory';
import type { Component, SystemModel } from '../../model/system.ts';

/** Components, operations and entities that no request can ever get to. */
export function reachabilityFindings(model: SystemModel): readonly Finding[] {
  const reached = reachable(model);
  const components = model.components
    .filter(({ name }) => !reached.has(name))
    .map(({ name, kind }) => error('component_unreachable', `No request reaches the ${kind} ${name}.`));
  const serving = model.components.filter(({ name }) => reached.has(name));
  return [...components, ...operationFindings(model, serving), ...entityFindings(model, serving)];
}

function reachable(model: SystemModel): ReadonlySet<string> {
  const entrances = model.components.filter(isEntrance).map(({ name }) => name);
  const reached = new Set(entrances);
  // A set that is added to while it is walked is walked to its new end.
  for (const name of reached) {
    for (const { from, to } of model.bindings) if (from.component === name) reached.add(to.component);
  }
  return reached;
}

/** Where something begins: with a request or a message from outside, or because it is time. */
function isEntrance(component: Component): boolean {
  const isOpen = component.kind === 'Source' && component.entrance.kind !== 'http';
  return component.kind === 'ApiEndpoint' || component.kind === 'FlowRunner' || isOpen;
}

function operationFindings(model: SystemModel, serving: readonly Component[]): readonly Finding[] {
  return model.operations.flatMap(({ name }) =>
    (['ApiEndpoint', 'Controller'] as const)
      .filter((kind) => !serving.some((one) => one.kind === kind && one.operations.includes(name)))
      .map((kind) => error('operation_unreachable', `No ${kind} that can be reached serves ${name}.`)),
  );
}

function entityFindings(model: SystemModel, serving: readonly Component[]): readonly Finding[] {
  return model.entities.flatMap(({ name }) => {
    const stores = serving.filter((one) => one.kind === 'Store' && one.entities.includes(name));
    if (stores.length === 1) return [];
    const where = stores.map((store) => store.name).join(', ') || 'no store that can be reached';
    return [error('entity_without_store', `${name} must be kept in one store; it is kept in ${where}.`)];
  });
}

function error(code: string, message: string): Finding {
  return { code, severity: 'error', message };
}
