import type { FileTree } from '@millwright/factory';
import type { Component, SystemModel } from '../../model/system.ts';
import { isDataflow } from '../../model/dataflow.ts';
import { hasWebSockets } from '../../model/feed.ts';
import { filePiece } from '../code/rendered-file.ts';
import { treeOf } from '../code/tree-of.ts';
import { endpointTaken, planApiPorts } from '../plan/api-plan.ts';
import { planLivePorts, planSourcePorts } from '../plan/dataflow-plan.ts';
import { StorageUsage } from '../plan/storage-usage.ts';
import {
  type ApiComponent,
  type ControllerComponent,
  type FlowRunnerComponent,
  planSystem,
  type StoreComponent,
  type SystemPlan,
} from '../plan/system-plan.ts';
import { planEntrance } from './access/endpoint-entrance.ts';
import { challengeOf, renderGateFile } from './access/gate-file.ts';
import { renderRateLimitFile } from './access/rate-limit-file.ts';
import { renderSignaturesFile } from './access/signatures-file.ts';
import { renderEndpointFile } from './api/endpoint-file.ts';
import { renderRequestedChangeFile } from './api/change-file.ts';
import { renderPickedFile } from './api/selection-code.ts';
import { renderBodyFile } from './api/body-file.ts';
import { renderHttpServerFile } from './api/http-server-file.ts';
import {
  renderAnswerFile,
  renderCheckFile,
  renderErrorsFile,
  renderMethodFile,
  renderStatusRoutesFile,
} from './api/http-files.ts';
import { renderQueryFile, renderQueryValuesFile } from './api/query-files.ts';
import { renderNextLinkFile } from './api/next-link-file.ts';
import { renderVersionFile } from './api/version-file.ts';
import { newRoutesUsage, routesFile } from './api/routes-file.ts';
import { renderTestClockFile } from './api/test-clock-file.ts';
import { renderControllerFile } from './controller/controller-file.ts';
import { renderDataflowFile } from './dataflow/dataflow-file.ts';
import { renderLiveRoutesFile } from './dataflow/live-feed-file.ts';
import { renderBodiesFile, renderSourceRoutesFile } from './dataflow/source-routes-file.ts';
import { renderDefaultsFile } from './domain/defaults-file.ts';
import { renderEntityFile } from './domain/entity-file.ts';
import { operationsFile } from './domain/operations-file.ts';
import { renderEventFeedFile } from './feeds/event-feed-file.ts';
import { renderFeedHttpFile } from './feeds/feed-http-file.ts';
import { renderListenersFile } from './feeds/listener-code.ts';
import { feedEntrances, renderFeedRoutesFile } from './feeds/feed-routes-file.ts';
import { renderWebSocketFile } from './feeds/web-socket-file.ts';
import { renderFlowRunnerFile } from './flows/flow-runner-file.ts';
import { renderEventsFile } from './store/events-file.ts';
import { renderStorageFiles } from './store/storage-code.ts';
import { renderViewFile } from './domain/view-file.ts';
import { renderIdempotencyFile } from './idempotency/idempotency-file.ts';
import { renderStoreFile } from './store/store-file.ts';
import { renderTablesFile } from './store/tables-file.ts';
import { renderDatabaseTestFile } from './unit-tests/database-test-file.ts';
import { renderFixturesFile } from './unit-tests/fixtures-file.ts';
import { renderMigrationTestFile } from './unit-tests/migration-test-file.ts';
import { renderOperationsTestFile } from './unit-tests/operations-test-file.ts';
import { usageOf } from './usage.ts';

/** The files of one component: its own, those of the domain it answers for, and their unit tests. Depends on nothing but the model. */
export function generateComponent(model: SystemModel, component: Component): FileTree {
  const system = planSystem(model);
  if (isDataflow(component)) return treeOf(renderDataflowFile(component, system, new StorageUsage()));
  switch (component.kind) {
    case 'ApiEndpoint':
      return generateEndpoint(component, system);
    case 'Controller':
      return generateController(component, system);
    case 'Store':
      return generateStore(component, system);
    case 'FlowRunner':
      return generateFlowRunner(component, system);
    case 'EventFeed':
      return treeOf(renderEventFeedFile(component, system));
  }
}

/** Stores that cannot keep every text which JSON can hold. */
const storeNames = { memory: undefined, sqlite: 'SQLite', postgresql: 'PostgreSQL' } as const;

function generateEndpoint(component: ApiComponent, system: SystemPlan): FileTree {
  const ports = planApiPorts(component, system);
  const sources = planSourcePorts(system.model, endpointTaken(ports));
  const lives = planLivePorts(system.model, endpointTaken(ports));
  const usage = newRoutesUsage();
  const { access, operations } = system.model;
  const hasSignatures = operations.some(({ signature }) => signature !== undefined);
  const hasLimits = operations.some(({ rate }) => rate !== undefined);
  const hasPatches = operations.some(({ patch }) => patch !== undefined);
  if (sources.length > 0) usage.query.hasOperationsWithout = true;
  const routes = ports.map((port) => routesFile(port, system, usage));
  return treeOf(
    renderEndpointFile(component, ports, sources, {
      hasCors: system.model.http.cors !== undefined,
      entrance: planEntrance(component.operations, system),
      listened: { feeds: system.model.feeds ?? [], guards: feedEntrances(system) },
      lives,
    }),
    access === undefined ? undefined : renderGateFile(access, system),
    hasLimits ? renderRateLimitFile() : undefined,
    renderSignaturesFile(operations),
    ...routes,
    renderFeedRoutesFile(system, usage.query),
    ...lives.map((live) => renderLiveRoutesFile(live, system, usage.query)),
    renderFeedHttpFile(system.model),
    renderListenersFile(system),
    hasWebSockets(system.model) ? renderWebSocketFile() : undefined,
    renderAnswerFile(usage),
    ...sources.map((source) => renderSourceRoutesFile(source, system)),
    sources.length > 0 ? renderBodiesFile() : undefined,
    renderCheckFile(),
    renderBodyFile({
      hasOptionalBodies: usage.hasOptionalBodies,
      hasSignatures,
      hasPatches,
      store: storeNames[system.model.storage.kind],
    }),
    renderErrorsFile({
      hasLimits,
      hasSignatures,
      hasPatches,
      ...(access === undefined ? {} : { challenge: challengeOf(access) }),
    }),
    renderRequestedChangeFile(system),
    operations.some(({ selection }) => selection !== undefined) ? renderPickedFile() : undefined,
    renderHttpServerFile(hasWebSockets(system.model)),
    renderIdempotencyFile(system),
    renderMethodFile(system.model.http.cors !== undefined),
    renderQueryFile(usage.query),
    renderQueryValuesFile(usage.query),
    renderVersionFile(usage),
    renderNextLinkFile(usage),
    renderStatusRoutesFile(),
    renderTestClockFile(),
  );
}

function generateController(component: ControllerComponent, system: SystemPlan): FileTree {
  const owner = system.entity(component.entity);
  return treeOf(
    filePiece(system, `component ${component.name}`, () => renderControllerFile(component, system)),
    operationsFile(owner, system, new StorageUsage()),
    owner === system.service
      ? undefined
      : filePiece(system, `unit tests of ${owner.entity.name}`, () =>
          renderOperationsTestFile(owner, system),
        ),
    owner === system.service ? renderEntityFile(owner, system) : undefined,
    system.hasStore ? undefined : renderTablesFile(system, usageOf(system).storage),
  );
}

function generateFlowRunner(component: FlowRunnerComponent, system: SystemPlan): FileTree {
  const { storage } = usageOf(system);
  return treeOf(renderFlowRunnerFile(component, system, storage));
}

function generateStore(component: StoreComponent, system: SystemPlan): FileTree {
  const { storage } = usageOf(system);
  return treeOf(
    renderStoreFile(component, system, storage),
    renderTablesFile(system, storage),
    storage.hasEvents ? renderEventsFile(system.model) : undefined,
    ...[...system.entities.values()].map((plan) =>
      plan.view && storage.views.has(plan.entity.name) ? renderViewFile(plan, plan.view, storage) : undefined,
    ),
    ...[...system.entities.values()].map((plan) => renderDefaultsFile(plan, storage)),
    ...[...system.entities.values()].map((plan) =>
      filePiece(system, `entity ${plan.entity.name}`, () => renderEntityFile(plan, system)),
    ),
    ...renderStorageFiles(system, storage),
    renderFixturesFile(system, storage),
    renderDatabaseTestFile(system, storage),
    renderMigrationTestFile(system),
  );
}
