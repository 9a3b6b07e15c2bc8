import type {
  AggregatorComponent,
  DataflowComponent,
  ModelComponent,
  StreamProcessorComponent,
} from '../../model/dataflow.ts';
import { isDataflow } from '../../model/dataflow.ts';
import type { Expression } from '../../expression/expression.ts';
import type { Field } from '../../model/field.ts';
import type { Assignment } from '../../model/operation.ts';
import type { SystemModel } from '../../model/system.ts';
import { evaluate, NotSimulated, type Scope, type Value } from '../simulation/evaluate.ts';

/** The instant at which everything happens, where nothing else is said. */
const moment = { now: '2030-01-15T12:00:00.000Z', today: '2030-01-15' };

/**
 * Sends messages through a model to find out which bindings they take. It is cautious: where it is not sure that a message
 * goes on, it does not go on, and no model ever answers. Windows are as long as they may become, because those who send make large leaps in time.
 */
export class MessageSimulation {
  /** `a.out->b.in` for each binding that carried a message. */
  readonly carried = new Set<string>();
  readonly #model: SystemModel;
  readonly #components: ReadonlyMap<string, DataflowComponent>;
  readonly #states = new Map<string, Value>();
  readonly #panes = new Map<string, { readonly key: Value; readonly time: number; messages: Value[] }>();
  readonly #watermarks = new Map<string, number>();

  constructor(model: SystemModel) {
    this.#model = model;
    this.#components = new Map(
      model.components.filter(isDataflow).map((component) => [component.name, component]),
    );
  }

  /** A message leaves a source. */
  send(source: string, message: Value): void {
    this.#leave(source, 'out', message);
  }

  /** The clock moves on so far that every window that follows it is over. */
  wait(): void {
    for (const component of this.#components.values()) {
      const isTimed = component.kind === 'Aggregator' && component.window.kind !== 'count';
      if (isTimed && component.time === undefined) this.#closeAll(component);
    }
  }

  #leave(component: string, port: string, message: Value): void {
    for (const { from, to } of this.#model.bindings) {
      if (from.component !== component || from.port !== port) continue;
      this.carried.add(`${from.component}.${from.port}->${to.component}.${to.port}`);
      const receiver = this.#components.get(to.component);
      if (receiver !== undefined) this.#enter(receiver, message);
    }
  }

  #enter(component: DataflowComponent, message: Value): void {
    try {
      this.#handle(component, message);
    } catch (error) {
      if (!(error instanceof NotSimulated)) throw error;
    }
  }

  #handle(component: DataflowComponent, message: Value): void {
    const scope: Scope = { ...moment, message };
    switch (component.kind) {
      case 'Transformer':
        return this.#leave(component.name, 'out', objectOf(component.set, scope));
      case 'Filter':
        return this.#leave(component.name, isTrue(component.keep, scope) ? 'out' : 'dropped', message);
      case 'Router': {
        const route = component.routes.find(({ when }) => isTrue(when, scope));
        return this.#leave(component.name, route?.name ?? 'otherwise', message);
      }
      case 'StreamProcessor':
        return this.#process(component, message);
      case 'Aggregator':
        return this.#gather(component, message);
      case 'Model':
        return this.#ask(component, scope);
      default:
        return this.#store(component);
    }
  }

  #store({ name }: DataflowComponent): void {
    this.#leave(name, 'store', null);
  }

  #process(component: StreamProcessorComponent, message: Value): void {
    const { name, by, state, next, when, set } = component;
    const key = by === undefined ? null : evaluate(by.node, { ...moment, message });
    const place = JSON.stringify([name, key]);
    const previous = this.#states.get(place) ?? initialState(state);
    const changed = objectOf(next, { ...moment, message, key, state: previous });
    const after = { ...(previous as object), ...(changed as object) } as Value;
    this.#states.set(place, after);
    const scope: Scope = { ...moment, message, key, state: after, previous };
    if (when !== undefined && !isTrue(when, scope)) return;
    this.#leave(name, 'out', objectOf(set, scope));
  }

  #gather(component: AggregatorComponent, message: Value): void {
    const { name, by, time } = component;
    const scope: Scope = { ...moment, message };
    const key = by === undefined ? null : evaluate(by.node, scope);
    const at = instantOf(time === undefined ? moment.now : evaluate(time.of.node, scope));
    const latest = Math.max(this.#watermarks.get(name) ?? -Infinity, at);
    this.#watermarks.set(name, latest);
    if (at < latest - longLeapMs / 2) return this.#leave(name, 'late', message);
    this.#add(component, { key, at, message });
    if (time !== undefined) this.#closeBefore(component, latest - longLeapMs / 2);
  }

  #add(
    component: AggregatorComponent,
    { key, at, message }: { readonly key: Value; readonly at: number; readonly message: Value },
  ): void {
    const { name, window } = component;
    const place = JSON.stringify([name, key, Math.floor(at / longLeapMs)]);
    const pane = this.#panes.get(place) ?? { key, time: at, messages: [] };
    pane.messages.push(message);
    this.#panes.set(place, pane);
    if (window.kind === 'count' && pane.messages.length === window.size) this.#close(component, place);
  }

  #closeBefore(component: AggregatorComponent, instant: number): void {
    for (const [place, { time }] of this.#panes) {
      if (isOf(place, component.name) && time < instant) this.#close(component, place);
    }
  }

  #closeAll(component: AggregatorComponent): void {
    for (const place of this.#panes.keys()) if (isOf(place, component.name)) this.#close(component, place);
  }

  #close(component: AggregatorComponent, place: string): void {
    const pane = this.#panes.get(place);
    this.#panes.delete(place);
    if (pane === undefined) return;
    const instant = new Date(pane.time).toISOString();
    const scope: Scope = { ...moment, messages: pane.messages, key: pane.key, start: instant, end: instant };
    this.#leave(component.name, 'out', objectOf(component.set, scope));
  }

  #ask(component: ModelComponent, scope: Scope): void {
    if (component.fallback !== undefined) {
      return this.#leave(component.name, 'out', objectOf(component.fallback, scope));
    }
    this.#leave(component.name, 'failed', failure(component.name));
  }
}

/** Whoever sends leaps over more time than any window holds. */
export const longLeapMs = 400 * 86_400_000;

function isOf(place: string, name: string): boolean {
  return (JSON.parse(place) as readonly unknown[])[0] === name;
}

function instantOf(value: Value): number {
  return typeof value === 'string' ? Date.parse(value) : Number.NaN;
}

function isTrue({ node }: Expression, scope: Scope): boolean {
  return evaluate(node, scope) === true;
}

function objectOf(assignments: readonly Assignment[], scope: Scope): Value {
  return Object.fromEntries(assignments.map(({ field, value }) => [field, evaluate(value.node, scope)]));
}

function initialState(fields: readonly Field[]): Value {
  return Object.fromEntries(
    fields.map(({ name, defaultValue }) => [
      name,
      defaultValue?.kind === 'literal' ? (defaultValue.value as Value) : null,
    ]),
  );
}

function failure(component: string): Value {
  return { component, message: null, error: 'It did not answer.', attempts: 1, at: moment.now };
}
