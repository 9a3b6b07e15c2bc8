import type { ReadBlueprint } from '../blueprint/document.ts';
import { isDataflow } from '../model/dataflow.ts';
import { Problems } from '../blueprint/problems.ts';
import type { BlueprintSource } from '../blueprint/source.ts';
import type { Feed } from '../model/feed.ts';
import type { Flow } from '../model/flow.ts';
import { liveFeeds } from '../model/http-sources.ts';
import type { HttpInterface, Storage, SystemModel } from '../model/system.ts';
import { capitalise, spaced } from '../naming/letter-case.ts';
import { lowerAccess } from './access/lower-access.ts';
import { lowerSeed } from './access/lower-seed.ts';
import { reportOwnership, reserveFields } from './access/reserve-fields.ts';
import { lowerFeeds } from './feeds/lower-feeds.ts';
import { lowerFlows } from './flows/lower-flows.ts';
import { reportHistoryNames } from './histories.ts';
import { lowerConfig } from './lower-config.ts';
import { lowerComponents } from './lower-components.ts';
import { lowerEntities } from './lower-entity.ts';
import { lowerEvents } from './lower-events.ts';
import { lowerOperations } from './lower-operations.ts';
import { lowerRules } from './lower-rules.ts';
import { entrancesOf, reportEntrances } from './dataflow/entrances.ts';
import { lowerScenarios } from './lower-scenarios.ts';
import { lowerSlots } from './lower-slots.ts';
import { serviceName } from './service-name.ts';
import { lowerTypes } from './lower-types.ts';
import type { LoweringContext } from './lowering-context.ts';

/**
 * Checks what a blueprint means and lowers it to the model that generators read. Throws a BlueprintError with everything
 * that is wrong.
 */
export function lower(source: BlueprintSource): SystemModel {
  const { document } = source;
  const problems = new Problems(source);
  const names = lowerTypes(document, problems);
  const entities = lowerEntities(document.entities, names, problems);
  const events = lowerEvents(document.events, names, problems);
  const config = lowerConfig(document.config, names, problems);
  const slots = lowerSlots(document.slots, Object.keys(document.operations ?? {}), names, problems);
  const context = withAccess({
    source,
    problems,
    names,
    entities,
    internals: new Map(),
    events,
    config,
    slots,
  });
  const operations = lowerOperations(context);
  const ruled = lowerRules(context);
  const flows = lowerFlows(context);
  const feeds = lowerFeeds(context, operations);
  const { seed, settings } = lowerSeed(document.seed, context);
  const { components, bindings } = lowerComponents(context, operations, { flows, feeds });
  reportEntrances(components, { operations, feeds }, problems);
  reportEmpty(document, problems);
  const prefix = document.interfaces?.http?.prefix ?? '';
  const scenarios = lowerScenarios(
    context,
    {
      operations: [...operations, ...entrancesOf(components)],
      feeds: [...feeds, ...liveFeeds({ components })],
    },
    prefix,
  );
  const storage = lowerStorage(document.storage, problems);
  problems.throwIfAny();
  const service = serviceName(document);
  return {
    name: document.name,
    title: document.title ?? capitalise(spaced(document.name)),
    ...(document.description === undefined ? {} : { description: document.description }),
    ...optionalParts({ ...context, config: [...config, ...settings] }, { flows, feeds }),
    ...(seed.length === 0 ? {} : { seed }),
    entities: [...ruled, ...context.internals.values()],
    events: [...events.values()],
    ...(service === undefined ? {} : { service }),
    operations,
    storage,
    http: lowerHttp(document.interfaces?.http),
    components,
    bindings,
    scenarios,
  };
}

/** Parts of the model that not every system has. */
function optionalParts(
  { config, access, slots }: LoweringContext,
  { flows, feeds }: { readonly flows: readonly Flow[]; readonly feeds: readonly Feed[] },
): Partial<SystemModel> {
  return {
    ...(config.length === 0 ? {} : { config }),
    ...(access === undefined ? {} : { access }),
    ...(flows.length === 0 ? {} : { flows }),
    ...(feeds.length === 0 ? {} : { feeds }),
    ...(slots.length === 0 ? {} : { slots }),
  };
}

/** What is known of entities once it is known who may sign in. */
function withAccess(declared: LoweringContext): LoweringContext {
  const access = lowerAccess(declared.source.document.access, declared);
  const context = { ...declared, access };
  reportOwnership(context);
  reportHistoryNames(context);
  return { ...context, entities: reserveFields(context) };
}

const standardPort = 8080;
const standardFile = 'data.sqlite';

function lowerHttp(http: NonNullable<ReadBlueprint['interfaces']>['http']): HttpInterface {
  const { port = standardPort, prefix = '', cors, trustedProxies } = http ?? {};
  return {
    port,
    prefix,
    ...(cors === undefined ? {} : { cors: [cors].flat() }),
    ...(trustedProxies === undefined ? {} : { trustedProxies }),
  };
}

function lowerStorage(storage: ReadBlueprint['storage'], problems: Problems): Storage {
  if (storage === 'memory') return { kind: 'memory' };
  if (storage === 'postgresql') return { kind: 'postgresql' };
  if (storage === 'sqlite') return { kind: 'sqlite', file: standardFile };
  const { file } = storage;
  const isInside = /^(?!\/)(?!.*(^|\/)\.\.?(\/|$))[\w./ -]+$/.test(file) && !file.endsWith('/');
  if (!isInside) {
    problems.add({
      code: 'invalid_value',
      path: ['storage', 'file'],
      message: `Expected a file inside the system's folder, got \`${file}\`.`,
      suggestion: `Write \`${standardFile}\`.`,
    });
  }
  return storage;
}

/** A system does something: it serves records, answers requests, or works on messages. */
function reportEmpty(document: ReadBlueprint, problems: Problems): void {
  const { entities, components = {} } = document;
  if (Object.keys(entities).length > 0 || Object.values(components).some(isDataflow)) return;
  if (serviceName(document) !== undefined) return;
  problems.add({
    code: 'missing_key',
    path: [],
    isKey: true,
    message: '`entities` is missing: expected a mapping.',
    suggestion:
      'Write `entities: { Task: { fields: { title: text } } }`, `operations` that calculate, or `components` that work on messages.',
  });
}
