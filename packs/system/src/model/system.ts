import type { Setting } from './config.ts';
import type { Access, Seed } from './access.ts';
import type { DataflowComponent } from './dataflow.ts';
import type { Entity } from './entity.ts';
import type { Feed } from './feed.ts';
import type { Flow } from './flow.ts';
import type { Field } from './field.ts';
import type { Operation } from './operation.ts';
import type { Slot } from './slot.ts';
import type { Scenario } from './scenario.ts';

/** A blueprint after reading, checking and lowering: everything named, typed and filled in. Generators read this and nothing else. */
export interface SystemModel {
  /** kebab-case. */
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  /** What the environment gives; absent when there is nothing. */
  readonly config?: readonly Setting[];
  readonly entities: readonly Entity[];
  readonly events: readonly DomainEvent[];
  /** What the operations of a system without entities stand under in the place of one: a PascalCase name. */
  readonly service?: string;
  /** Ordered by entity, standard operations first. Names and HTTP bindings are unique. */
  readonly operations: readonly Operation[];
  /** Functions that somebody writes by hand; absent when there are none. */
  readonly slots?: readonly Slot[];
  readonly access?: Access;
  readonly seed?: readonly Seed[];
  /** Absent when there are none. */
  readonly flows?: readonly Flow[];
  /** Absent when there are none. */
  readonly feeds?: readonly Feed[];
  readonly storage: Storage;
  readonly http: HttpInterface;
  readonly components: readonly Component[];
  readonly bindings: readonly Binding[];
  readonly scenarios: readonly Scenario[];
}

export interface DomainEvent {
  readonly name: string;
  /** The change of a record that it is announced by, without a step that says so. */
  readonly change?: RecordChange;
  readonly fields: readonly Field[];
}

export interface RecordChange {
  readonly entity: string;
  readonly kind: 'created' | 'updated' | 'deleted' | 'entered';
  /** The state that is entered. */
  readonly state?: string;
}

export type Storage =
  | { readonly kind: 'memory' }
  /** `file` is relative to the system's folder. */
  | { readonly kind: 'sqlite'; readonly file: string }
  /** The environment says where the database is: `DATABASE_URL`. */
  | { readonly kind: 'postgresql' };

export interface HttpInterface {
  readonly port: number;
  /** `''` or a path such as `/api`, without a slash at its end. */
  readonly prefix: string;
  /** Origins whose pages may call the system from a browser; `*` for all. */
  readonly cors?: readonly string[];
  /** Proxies before the system whose entries in `X-Forwarded-For` are believed; none when absent. */
  readonly trustedProxies?: number;
}

export type Component = ServingComponent | DataflowComponent;

/** A part that serves records. */
export type ServingComponent =
  | {
      readonly kind: 'ApiEndpoint';
      readonly name: string;
      readonly operations: readonly string[];
      /** Looks at records to know who asks: it sends transactions through its port `callers`. */
      readonly asksForCallers?: true;
    }
  | {
      readonly kind: 'Controller';
      readonly name: string;
      readonly entity: string;
      readonly operations: readonly string[];
    }
  | { readonly kind: 'Store'; readonly name: string; readonly entities: readonly string[] }
  /** Runs the jobs in the store: flows, and webhooks to be delivered. */
  | { readonly kind: 'FlowRunner'; readonly name: string; readonly flows: readonly string[] }
  /** Sends stored events to clients that listen. */
  | { readonly kind: 'EventFeed'; readonly name: string; readonly feeds: readonly string[] };

/** `from` sends, `to` receives. */
export interface Binding {
  readonly from: PortAddress;
  readonly to: PortAddress;
  readonly buffer?: number;
}

export interface PortAddress {
  readonly component: string;
  readonly port: string;
}
