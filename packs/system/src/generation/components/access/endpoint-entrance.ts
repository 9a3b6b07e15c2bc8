import type { SourceFile } from '../../code/source-file.ts';
import type { OperationPlan } from '../../plan/operation-plan.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { folderFile } from '../files/file-paths.ts';
import { planLivePorts, planSourcePorts } from '../../plan/dataflow-plan.ts';
import { feedEntrances } from '../feeds/feed-routes-file.ts';
import { storeFile } from '../store/store-file.ts';
import { gateFile, rateLimitFile, signaturesFile } from './access-files.ts';
import { type EntranceNeeds, entranceNames, entranceNeeds, type Guarded } from './entrance.ts';
import { guardedParts, type Listened } from '../../../model/feed.ts';
import { asksForCallers } from '../../../model/gate-method.ts';
import { listeningRecords, readsRecord } from '../feeds/listener-code.ts';

/** What an endpoint has and does so that its routes know who asks. */
export interface EndpointEntrance {
  /** Members of its options. */
  readonly options: readonly string[];
  /** The port through which the gate looks at records. */
  readonly port: string;
  readonly setup: string;
  /** What the routes of these operations are given. */
  readonly given: (operations: readonly string[]) => readonly string[];
  /** What the routes of these feeds are given. */
  readonly listened: (feeds: readonly Listened[], guards: readonly Guarded[]) => readonly string[];
  /** What the routes of a source are given. */
  readonly sent: (guard: Guarded) => readonly string[];
  readonly addImports: (file: SourceFile) => void;
}

export function planEntrance(operations: readonly string[], system: SystemPlan): EndpointEntrance {
  const plans = (names: readonly string[]): readonly OperationPlan[] =>
    names.map((name) => system.operation(name));
  const feeds = feedEntrances(system);
  const ports = [...planLivePorts(system.model, []), ...planSourcePorts(system.model, [])];
  const guards = ports.map(({ guard }) => guard);
  const needs = entranceNeeds([...plans(operations), ...feeds, ...guards]);
  const { access } = system.model;
  const usesStore = needs.gate && asksForCallers(guardedParts(system.model), access);
  const hasKeys = needs.gate && access?.keys?.kind === 'settings';
  const readsListeners = listeningRecords(system).length > 0;
  const parts = [...partsOf(needs, gatePart(usesStore, hasKeys)), ...(readsListeners ? [listenersPart] : [])];
  return {
    options: parts.flatMap(({ options }) => options),
    port: usesStore
      ? "\n  readonly callers = this.requests<Transaction, unknown>('callers', { type: 'Transaction' });"
      : '',
    setup: parts.map(({ setup }) => `    ${setup}\n`).join(''),
    given: (names) => entranceNames(entranceNeeds(plans(names))),
    sent: (guard) => entranceNames(entranceNeeds([guard])),
    listened: (listened, whom) => [
      ...entranceNames(entranceNeeds(whom)),
      ...(listened.some((one) => readsRecord(one, system)) ? ['run'] : []),
    ],
    addImports: (file) => {
      if (usesStore) file.imports.type(storeFile, 'Transaction');
      if (needs.gate) file.imports.value(gateFile, 'Gate');
      if (needs.files) file.imports.value(folderFile, 'FileFolder');
      if (needs.signatures) {
        file.imports.value(signaturesFile, 'Signatures');
        file.imports.type(signaturesFile, 'Secrets');
      }
      if (needs.limits) file.imports.value(rateLimitFile, 'RateLimits');
    },
  };
}

function partsOf(needs: EntranceNeeds, gate: EntrancePart): readonly EntrancePart[] {
  return [
    ...(needs.gate ? [gate] : []),
    ...(needs.limits ? [limitsPart] : []),
    ...(needs.signatures ? [signaturesPart] : []),
    ...(needs.passwordCost ? [passwordPart] : []),
    ...(needs.files ? [filesPart] : []),
  ];
}

/** What one thing that routes are given asks of the endpoint. */
interface EntrancePart {
  readonly options: readonly string[];
  readonly setup: string;
}

function gatePart(usesStore: boolean, hasKeys: boolean): EntrancePart {
  const given = [
    ...(usesStore ? ['(transaction) => this.callers.request(transaction)'] : []),
    ...(hasKeys ? ['this.#options.keys'] : []),
  ];
  return {
    options: hasKeys ? ['readonly keys: Readonly<Record<string, string>>;'] : [],
    setup: `const gate = new Gate(${given.join(', ')});`,
  };
}

const limitsPart: EntrancePart = {
  options: ['readonly rateLimits: boolean;', 'readonly trustedProxies: number;'],
  setup: 'const limits = new RateLimits(this.#options, this.#clock);',
};

const signaturesPart: EntrancePart = {
  options: ['readonly settings: Secrets;'],
  setup: 'const signatures = new Signatures(this.#options.settings, this.#clock);',
};

const passwordPart: EntrancePart = {
  options: ['readonly passwordCost: number;'],
  setup: 'const { passwordCost } = this.#options;',
};

const filesPart: EntrancePart = {
  options: ['/** Where the bytes of files lie. */', 'readonly filesDir: string;'],
  setup: 'const files = new FileFolder(this.#options.filesDir);',
};

const listenersPart: EntrancePart = {
  options: [],
  setup: 'const run = (transaction: Transaction) => this.callers.request(transaction);',
};
