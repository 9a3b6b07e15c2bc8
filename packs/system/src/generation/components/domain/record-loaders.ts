import { variableName } from '../../../naming/identifier.ts';
import type { Refusal, Step } from '../../../model/operation.ts';
import { allSteps } from '../../../model/walk-steps.ts';
import type { SourceFile } from '../../code/source-file.ts';
import type { Asynchrony } from '../../plan/asynchrony.ts';
import type { EntityPlan } from '../../plan/entity-plan.ts';
import type { OperationPlan } from '../../plan/operation-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import type { OperationScope } from './operation-scope.ts';
import { refusalCall } from './refusal.ts';

type Load = Extract<Step, { kind: 'load' }>;

/** A function of a file that loads a record by its id, because several operations do so in the same way. */
export class RecordLoader {
  readonly name: string;
  readonly #plan: EntityPlan;
  readonly #missing: Refusal;
  readonly #asynchrony: Asynchrony;

  constructor(name: string, plan: EntityPlan, missing: Refusal, asynchrony: Asynchrony) {
    this.name = name;
    this.#asynchrony = asynchrony;
    this.#plan = plan;
    this.#missing = missing;
  }

  render(file: SourceFile, usage: StorageUsage): string {
    const { type, table, file: entityFile, entity } = this.#plan;
    const id = `${variableName(entity.name)}Id`;
    const { async, await: wait, promise } = this.#asynchrony;
    const find = `${wait}tables.${table}.${usage.method('find')}(${id})`;
    const result = promise(file.imports.type(entityFile, type));
    return `${async}function ${this.name}(tables: Tables, ${id}: string): ${result} {
  return ${find} ?? ${refusalCall(this.#missing, file)};
}`;
  }
}

/** The loaders of one file. */
export class RecordLoaders {
  readonly #loaders = new Map<string, RecordLoader>();
  readonly #used = new Set<RecordLoader>();
  readonly #system: SystemPlan;
  readonly #named: Set<string>;

  constructor(operations: readonly OperationPlan[], system: SystemPlan) {
    const loads = operations.flatMap(({ operation }) =>
      allSteps(operation.steps).filter((step) => step.kind === 'load'),
    );
    const groups = Map.groupBy(
      loads.filter(({ by, missing, isKept }) => by.kind === 'id' && missing.text === undefined && !isKept),
      keyOf,
    );
    this.#system = system;
    this.#named = new Set(operations.map(({ name }) => name));
    for (const [key, [load, ...others]] of groups) {
      if (load === undefined || others.length === 0) continue;
      this.#add(key, load);
    }
  }

  #added(load: Load): RecordLoader | undefined {
    this.#add(keyOf(load), load);
    return this.#loaders.get(keyOf(load));
  }

  #add(key: string, load: Load): void {
    const plan = this.#system.entity(load.entity);
    const name = `existing${plan.type}`;
    if (this.#named.has(name)) return;
    this.#named.add(name);
    this.#loaders.set(key, new RecordLoader(name, plan, load.missing, this.#system.asynchrony));
  }

  /** @param isForced a function for this load alone, where its operation has enough branches without it */
  call(load: Load, scope: OperationScope, isForced = false): string | undefined {
    if (load.by.kind !== 'id' || load.missing.text !== undefined || load.isKept) return undefined;
    const loader = this.#loaders.get(keyOf(load)) ?? (isForced ? this.#added(load) : undefined);
    if (loader === undefined) return undefined;
    this.#used.add(loader);
    return `${loader.name}(tables, ${scope.compile(load.by.value)})`;
  }

  used(): readonly RecordLoader[] {
    return [...this.#used];
  }
}

function keyOf({ entity, missing }: Load): string {
  return JSON.stringify([entity, missing]);
}
