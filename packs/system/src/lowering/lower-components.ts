import type { ReadBlueprint } from '../blueprint/document.ts';
import type { Operation } from '../model/operation.ts';
import { asksForCallers } from '../model/gate-method.ts';
import type { Flow } from '../model/flow.ts';
import type { Binding, Component } from '../model/system.ts';
import { variableName } from '../naming/identifier.ts';
import { camelCase } from '../naming/letter-case.ts';
import { suggestName } from '../naming/nearest-name.ts';
import { lowerBindings, reportUnbound } from './lower-bindings.ts';
import { flowBindings, flowRunner } from './flows/flow-runner.ts';
import type { LoweringContext } from './lowering-context.ts';

type ComponentDocument = NonNullable<ReadBlueprint['components']>[string];

/** The system layer: as written, or else derived from the entities; then checked. */
export function lowerComponents(
  context: LoweringContext,
  operations: readonly Operation[],
  flows: readonly Flow[],
): { readonly components: readonly Component[]; readonly bindings: readonly Binding[] } {
  const written = context.source.document.components;
  const declared =
    written === undefined
      ? deriveComponents(context, operations)
      : Object.entries(written).map(([name, document]) =>
          lowerComponent(name, document, context, operations),
        );
  const components = [...declared, ...flowRunner(context, flows, declared)];
  const bindings = [
    ...(context.source.document.bindings === undefined
      ? deriveBindings(components)
      : lowerBindings(context.source.document.bindings, components, context.problems)),
    ...flowBindings(components),
  ];
  if (written !== undefined) reportCoverage(components, operations, context);
  if (written !== undefined || context.source.document.bindings !== undefined) {
    reportUnbound(components, bindings, context.problems);
  }
  return { components, bindings };
}

function deriveComponents(context: LoweringContext, operations: readonly Operation[]): Component[] {
  const controllers = [...context.entities.keys()].flatMap((entity): Component[] => {
    const own = operations.filter((operation) => operation.entity === entity).map(({ name }) => name);
    return own.length === 0
      ? []
      : [{ kind: 'Controller', name: `${camelCase(entity)}Controller`, entity, operations: own }];
  });
  return [
    endpoint('api', operations, context),
    ...controllers,
    { kind: 'Store', name: 'store', entities: storedEntities(context) },
  ];
}

function endpoint(name: string, operations: readonly Operation[], { access }: LoweringContext): Component {
  return {
    kind: 'ApiEndpoint',
    name,
    operations: operations.map((operation) => operation.name),
    ...(asksForCallers(operations, access) ? { asksForCallers: true } : {}),
  };
}

function writtenEndpoint(
  name: string,
  offered: readonly string[],
  operations: readonly Operation[],
  context: LoweringContext,
): Component {
  const own = offered.flatMap((one) => operations.filter((operation) => operation.name === one));
  return endpoint(name, own, context);
}

/** What a single store keeps. */
function storedEntities({ entities, internals }: LoweringContext): string[] {
  return [...entities.values(), ...internals.values()].map(({ name }) => name);
}

/** Every endpoint sends to every controller it has operations of; every controller to every store that has its entity. */
function deriveBindings(components: readonly Component[]): Binding[] {
  const controllers = components.filter((component) => component.kind === 'Controller');
  const requests = controllers.flatMap((controller) =>
    components
      .filter((component) => component.kind === 'ApiEndpoint')
      .filter((endpoint) => controller.operations.some((name) => endpoint.operations.includes(name)))
      .map(
        (endpoint): Binding => ({
          from: { component: endpoint.name, port: variableName(controller.entity) },
          to: { component: controller.name, port: 'requests' },
        }),
      ),
  );
  const transactions = controllers.flatMap((controller) =>
    components
      .filter((component) => component.kind === 'Store')
      .filter((store) => store.entities.includes(controller.entity))
      .map(
        (store): Binding => ({
          from: { component: controller.name, port: 'store' },
          to: { component: store.name, port: 'transactions' },
        }),
      ),
  );
  const callers = components
    .filter((component) => component.kind === 'ApiEndpoint' && component.asksForCallers === true)
    .flatMap((asking) =>
      components
        .filter((component) => component.kind === 'Store')
        .map(
          (store): Binding => ({
            from: { component: asking.name, port: 'callers' },
            to: { component: store.name, port: 'transactions' },
          }),
        ),
    );
  return [...requests, ...transactions, ...callers];
}

function lowerComponent(
  name: string,
  document: ComponentDocument,
  context: LoweringContext,
  operations: readonly Operation[],
): Component {
  const path = ['components', name];
  if (document.kind === 'Store') {
    reportUnknown(
      document.entities ?? [],
      [...context.entities.keys()],
      'unknown_entity',
      'entity',
      [...path, 'entities'],
      context,
    );
    const internals = [...context.internals.values()].map((entity) => entity.name);
    return {
      kind: 'Store',
      name,
      entities:
        document.entities === undefined ? storedEntities(context) : [...document.entities, ...internals],
    };
  }
  if (document.kind === 'ApiEndpoint') {
    const names = operations.map((operation) => operation.name);
    reportUnknown(
      document.operations ?? [],
      names,
      'unknown_operation',
      'operation',
      [...path, 'operations'],
      context,
    );
    return writtenEndpoint(name, document.operations ?? names, operations, context);
  }
  const { entity } = document;
  if (!context.entities.has(entity)) {
    reportUnknown(
      [entity],
      [...context.entities.keys()],
      'unknown_entity',
      'entity',
      [...path, 'entity'],
      context,
    );
  }
  const own = operations
    .filter((operation) => operation.entity === entity)
    .map((operation) => operation.name);
  reportUnknown(
    document.operations ?? [],
    own,
    'unknown_operation',
    `operation of ${entity}`,
    [...path, 'operations'],
    context,
  );
  return { kind: 'Controller', name, entity, operations: document.operations ?? own };
}

function reportUnknown(
  names: readonly string[],
  known: readonly string[],
  code: 'unknown_entity' | 'unknown_operation',
  what: string,
  path: readonly (string | number)[],
  context: LoweringContext,
): void {
  names.forEach((name, index) => {
    if (known.includes(name)) return;
    context.problems.add({
      code,
      path: path.at(-1) === 'entity' ? path : [...path, index],
      message: `There is no ${what} \`${name}\`.`,
      suggestion: suggestName(name, known),
    });
  });
}

/** Every operation needs one controller that runs it and an endpoint that offers it; every entity needs one store. */
function reportCoverage(
  components: readonly Component[],
  operations: readonly Operation[],
  context: LoweringContext,
): void {
  const count = (kind: Component['kind'], isOwner: (component: Component) => boolean) =>
    components.filter((component) => component.kind === kind && isOwner(component)).length;
  const report = (message: string) =>
    context.problems.add({ code: 'unreachable_component', path: ['components'], isKey: true, message });
  for (const { name } of operations) {
    const has = (component: Component) => 'operations' in component && component.operations.includes(name);
    const runners = count('Controller', has);
    if (runners !== 1)
      report(`The operation \`${name}\` needs one Controller that runs it, and has ${runners}.`);
    if (count('ApiEndpoint', has) === 0) report(`No ApiEndpoint offers the operation \`${name}\`.`);
  }
  for (const entity of context.entities.keys()) {
    const stores = count(
      'Store',
      (component) => component.kind === 'Store' && component.entities.includes(entity),
    );
    if (stores !== 1) report(`The entity \`${entity}\` needs one Store that keeps it, and has ${stores}.`);
  }
}
