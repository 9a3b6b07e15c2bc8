import type { ComponentDocument } from '../blueprint/document.ts';
import { type DataflowComponent, isDataflow } from '../model/dataflow.ts';
import type { Operation } from '../model/operation.ts';
import { asksForCallers } from '../model/gate-method.ts';
import { type Feed, guardedParts } from '../model/feed.ts';
import type { Flow } from '../model/flow.ts';
import type { Binding, Component, ServingComponent } from '../model/system.ts';
import { variableName } from '../naming/identifier.ts';
import { camelCase } from '../naming/letter-case.ts';
import { suggestName } from '../naming/nearest-name.ts';
import { entranceBindings } from './dataflow/entrance-bindings.ts';
import { isMessageArrow, lowerArrow, reportLooseEnds } from './dataflow/lower-arrows.ts';
import { serviceName } from './service-name.ts';
import { allSteps } from '../model/walk-steps.ts';
import { lowerDataflow } from './dataflow/lower-dataflow.ts';
import { lowerBindings, reportUnbound } from './lower-bindings.ts';
import { eventFeed, feedBindings } from './feeds/event-feed.ts';
import { flowBindings, flowRunner } from './flows/flow-runner.ts';
import type { LoweringContext } from './lowering-context.ts';

type ServingDocument = Extract<ComponentDocument, { readonly kind: ServingComponent['kind'] }>;

/** The system layer: as written, or else derived from the entities; then checked. */
export function lowerComponents(
  context: LoweringContext,
  operations: readonly Operation[],
  { flows, feeds }: { readonly flows: readonly Flow[]; readonly feeds: readonly Feed[] },
): { readonly components: readonly Component[]; readonly bindings: readonly Binding[] } {
  const written = Object.entries(context.source.document.components ?? {}).filter(isServing);
  const declared =
    written.length === 0
      ? deriveComponents(context, operations)
      : written.map(([name, document]) => lowerComponent(name, document, context, operations));
  const dataflow = lowerDataflow(context);
  const guarded = guardedParts({ operations: [], feeds, components: dataflow });
  const serving = [
    ...declared.map((component) => withCallers(component, guarded, context)),
    ...flowRunner(context, flows, declared),
    ...eventFeed(feeds, declared),
  ];
  const components = [...serving, ...dataflow];
  const bindings = lowerServingBindings(serving, context);
  if (written.length > 0) reportCoverage(serving, operations, context);
  return {
    components,
    bindings: [...bindings, ...entranceBindings(components), ...lowerMessageBindings(dataflow, context)],
  };
}

/** An endpoint must know who listens and who sends, as it must know who asks. */
function withCallers(
  component: ServingComponent,
  guarded: ReturnType<typeof guardedParts>,
  { access }: LoweringContext,
): ServingComponent {
  if (component.kind !== 'ApiEndpoint' || !asksForCallers(guarded, access)) return component;
  return { ...component, asksForCallers: true };
}

function isServing(
  entry: readonly [string, ComponentDocument],
): entry is readonly [string, ServingDocument] & [string, ServingDocument] {
  return !isDataflow(entry[1]);
}

/** The bindings between the parts that serve records: written, or derived when none of them is. */
function lowerServingBindings(
  serving: readonly ServingComponent[],
  { source, problems }: LoweringContext,
): Binding[] {
  const written = source.document.components ?? {};
  const isWritten = serving.some(({ name }) => Object.hasOwn(written, name));
  const service = serviceName(source.document);
  const documents = (source.document.bindings ?? []).map((document) =>
    isMessageArrow(document, written) ? undefined : document,
  );
  const hasOwn = documents.some((document) => document !== undefined);
  const bindings = [
    ...(hasOwn ? lowerBindings(documents, serving, problems) : deriveBindings(serving, service)),
    ...flowBindings(serving),
    ...feedBindings(serving),
  ];
  if (isWritten || hasOwn) reportUnbound(serving, bindings, problems);
  return bindings;
}

function lowerMessageBindings(
  dataflow: readonly DataflowComponent[],
  { source, problems }: LoweringContext,
): Binding[] {
  const written = source.document.components ?? {};
  const bindings = (source.document.bindings ?? []).flatMap((document, index) =>
    isMessageArrow(document, written)
      ? lowerArrow(document, index, { components: dataflow, written }, problems)
      : [],
  );
  // A component or a binding that could not be read leaves ends of others loose; that is said already.
  if (problems.isEmpty) reportLooseEnds(dataflow, bindings, problems);
  return bindings;
}

function deriveComponents(context: LoweringContext, operations: readonly Operation[]): ServingComponent[] {
  const service = serviceName(context.source.document);
  const owners = [...context.entities.keys(), ...(service === undefined ? [] : [service])];
  const controllers = owners.flatMap((entity): ServingComponent[] => {
    const own = operations.filter((operation) => operation.entity === entity).map(({ name }) => name);
    return own.length === 0
      ? []
      : [{ kind: 'Controller', name: `${camelCase(entity)}Controller`, entity, operations: own }];
  });
  const entities = storedEntities(context);
  return [
    endpoint('api', operations, context),
    ...controllers,
    ...(entities.length === 0 && !announces(operations)
      ? []
      : [{ kind: 'Store', name: 'store', entities } as const]),
  ];
}

/** What an operation announces is told by the store, once the transaction has ended well. */
function announces(operations: readonly Operation[]): boolean {
  return operations.some(({ steps }) => allSteps(steps).some(({ kind }) => kind === 'emit'));
}

function endpoint(
  name: string,
  operations: readonly Operation[],
  { access }: LoweringContext,
): ServingComponent {
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
): ServingComponent {
  const own = offered.flatMap((one) => operations.filter((operation) => operation.name === one));
  return endpoint(name, own, context);
}

/** What a single store keeps. */
function storedEntities({ entities, internals }: LoweringContext): string[] {
  return [...entities.values(), ...internals.values()].map(({ name }) => name);
}

/** Every endpoint sends to every controller it has operations of; every controller to every store that has its entity. */
function deriveBindings(components: readonly ServingComponent[], service: string | undefined): Binding[] {
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
      .filter((store) => store.entities.includes(controller.entity) || controller.entity === service)
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
  document: ServingDocument,
  context: LoweringContext,
  operations: readonly Operation[],
): ServingComponent {
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
  components: readonly ServingComponent[],
  operations: readonly Operation[],
  context: LoweringContext,
): void {
  const count = (kind: ServingComponent['kind'], isOwner: (component: ServingComponent) => boolean) =>
    components.filter((component) => component.kind === kind && isOwner(component)).length;
  const report = (message: string) =>
    context.problems.add({ code: 'unreachable_component', path: ['components'], isKey: true, message });
  for (const { name } of operations) {
    const has = (component: ServingComponent) =>
      'operations' in component && component.operations.includes(name);
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
