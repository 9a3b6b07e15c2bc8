import type { Entity } from '../../model/entity.ts';
import type { SortKey } from '../../model/sort-key.ts';
import type { HelperName } from '../../expression/expression-helpers.ts';
import { addNeeds, needsOf } from './needs.ts';

export type TableMethod = 'find' | 'findBy' | 'list' | 'count' | 'filter' | 'insert' | 'update' | 'delete';

export type Comparison =
  | 'equals'
  | 'not'
  | 'from'
  | 'to'
  | 'above'
  | 'below'
  | 'oneOf'
  | 'includes'
  | 'contains';

/** What the bounds of a field are about: its value, or how long it is. */
export type BoundKind = 'value' | 'text' | 'list' | 'duration';

/** What the operations ask of the tables. Only that much of the storage is generated. */
export class StorageUsage {
  readonly methods = new Set<TableMethod>();
  readonly comparisons = new Set<Comparison>();
  /** Lists with a condition that only code can check. */
  hasMatching = false;
  /** Pages that begin after a record, cut from all rows that match. */
  hasCursors = false;
  /** The same, where the storage finds the rows of a page by itself. */
  hasStretches = false;
  hasNow = false;
  hasToday = false;
  /** Expressions that read the configuration. */
  hasConfig = false;
  hasEvents = false;
  /** Jobs: runs of flows, and webhooks. */
  hasJobs = false;
  hasDeliveries = false;
  /** Events that are kept for feeds. */
  hasFeeds = false;
  /** Events that start flows. */
  hasFlowStarts = false;
  /** Requests that name the version they change; some that must. */
  hasVersions = false;
  hasRequiredVersions = false;
  /** Amounts of money that are computed. */
  readonly rounding = new Set<'toCents' | 'toCentsIfAny'>();
  /** Functions on days and instants that expressions call. */
  readonly calendar = new Set<HelperName>();
  /** What is measured of values that are worked out. */
  readonly bounds = new Set<BoundKind>();
  /** Checks of references in input: of one record, of all in a list. */
  readonly references = new Set<'one' | 'all' | 'oneVisible' | 'allVisible'>();
  /** Entities of which somebody works with rows that nothing else finds. */
  readonly kept = new Set<string>();
  /** Enumerations that lists are sorted by: `Task.priority`. */
  readonly sortedEnums = new Set<string>();
  /** Entities whose records are deleted together with what depends on them. */
  readonly removals = new Set<string>();
  /** Entities whose records are answered otherwise than they are kept. */
  readonly views = new Set<string>();

  /** The same needs, to which others may be added without a change of these. */
  copy(): StorageUsage {
    const copy = new StorageUsage();
    addNeeds(copy, needsOf(this));
    return copy;
  }

  /** Whether somebody wants to know when a transaction has left something to do. */
  get hasSignals(): boolean {
    return this.hasJobs || this.hasFeeds;
  }

  /** Notes that records are sorted so. */
  sorts({ name, fields }: Entity, by: readonly SortKey[]): void {
    for (const field of fields) {
      if (field.type.kind === 'enum' && by.some((key) => key.field === field.name))
        this.sortedEnums.add(`${name}.${field.name}`);
    }
  }

  /** Whether code that all operations share refuses requests. */
  get refuses(): boolean {
    return this.hasVersions || this.bounds.size > 0;
  }

  method(name: TableMethod): TableMethod {
    this.methods.add(name);
    return name;
  }

  comparison(name: Comparison): Comparison {
    this.comparisons.add(name);
    return name;
  }
}
