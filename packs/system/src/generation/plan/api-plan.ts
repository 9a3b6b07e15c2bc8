import type { HttpBinding } from '../../model/operation.ts';
import { camelCase, kebabCase } from '../../naming/letter-case.ts';
import { plural } from '../../naming/plural.ts';
import { NamePool } from './name-pool.ts';
import type { ApiComponent, ControllerComponent, SystemPlan } from './system-plan.ts';

/** One outgoing port of the HTTP side: the controller behind it and the routes that use it. */
export interface ApiPortPlan {
  /** As bindings name it: `task`. */
  readonly port: string;
  /** Property of the component: `tasks`. */
  readonly property: string;
  readonly controller: ControllerComponent;
  /** The operations of the controller that are offered over HTTP. */
  readonly operations: readonly string[];
  /** Their places on the HTTP side. */
  readonly bindings: readonly HttpBinding[];
  readonly routesFile: string;
  /** `taskRoutes`. */
  readonly routesFunction: string;
}

/** Members every component has, and the endpoint's own. */
const endpointMembers =
  'name restart errors url setup process cleanup receives sends requests replies constructor feeds stopping'.split(
    ' ',
  );

/** Names that the endpoint has for other things than the ports of sources. */
export function endpointTaken(ports: readonly ApiPortPlan[]): readonly string[] {
  return [...endpointMembers, ...ports.map(({ property }) => property)];
}

export function planApiPorts(api: ApiComponent, system: SystemPlan): readonly ApiPortPlan[] {
  const { bindings, components } = system.model;
  const properties = new NamePool([...endpointMembers, ...(api.asksForCallers === true ? ['callers'] : [])]);
  const offered = new Set(api.operations);
  const byName = new Map(components.map((component) => [component.name, component]));
  return bindings.flatMap(({ from, to }) => {
    const controller = byName.get(to.component);
    if (from.component !== api.name || controller?.kind !== 'Controller') return [];
    const operations = controller.operations.filter((name) => offered.has(name));
    return [
      {
        port: from.port,
        property: properties.take(camelCase(plural(from.port)), 'Port'),
        controller,
        operations,
        bindings: operations.map((name) => system.operation(name).operation.http),
        routesFile: `src/components/routes/${kebabCase(from.port)}-routes.ts`,
        routesFunction: `${camelCase(from.port)}Routes`,
      },
    ];
  });
}
