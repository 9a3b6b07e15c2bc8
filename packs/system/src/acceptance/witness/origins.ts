import { childrenOf } from '../../expression/children-of.ts';
import type { ExpressionNode } from '../../expression/expression.ts';
import type { EntityRules } from '../../model/entity.ts';
import type { Assignment, LoadKey, Operation, Step } from '../../model/operation.ts';
import { allSteps } from '../../model/walk-steps.ts';
import { nameOf, type Slot, slotOfLoad } from './slots.ts';

/** A record by the way to it: the slot that the request names it by, then fields that refer further: `input.copy`, `title`. */
export type RecordPath = readonly [slot: string, ...fields: string[]];

/** Something that a condition depends on and a preparation or a request can change. */
export type Cause =
  | { readonly kind: 'input' | 'path' | 'query' | 'headers'; readonly field: string }
  | { readonly kind: 'field'; readonly path: RecordPath; readonly entity: string; readonly field: string }
  /** How many records there are, and what they are like. */
  | { readonly kind: 'records'; readonly entity: string; readonly ties: readonly Tie[] };

/** A field of records that must be a record in play. */
export interface Tie {
  readonly field: string;
  readonly path: RecordPath;
}

type Origin =
  | { readonly kind: 'record'; readonly path: RecordPath; readonly entity: string }
  /** Made of other values. */
  | { readonly kind: 'values'; readonly nodes: readonly ExpressionNode[]; readonly causes?: readonly Cause[] }
  /** A record that the operation itself creates or changes. */
  | {
      readonly kind: 'written';
      readonly fields: ReadonlyMap<string, ExpressionNode>;
      readonly input: boolean;
      readonly before?: Origin;
    };

/** Where the values of an operation come from. */
export class Origins {
  readonly #origins = new Map<string, Origin>();

  constructor(steps: readonly Step[]) {
    for (const step of allSteps(steps)) this.#note(step);
  }

  /** The same for the rules of an entity, whose record an operation writes. */
  static ofRules({ steps }: Operation, entity: string, rules: EntityRules): Origins {
    const origins = new Origins(steps);
    const writer = allSteps(steps).findLast(
      (step) => 'entity' in step && step.entity === entity && ('set' in step || step.kind === 'increment'),
    );
    const variable =
      writer === undefined
        ? undefined
        : 'as' in writer
          ? writer.as
          : 'target' in writer
            ? writer.target
            : undefined;
    const written = variable === undefined ? undefined : origins.#origins.get(variable);
    if (written !== undefined) origins.#origins.set(rules.variable, written);
    for (const step of allSteps(rules.steps)) origins.#note(step);
    return origins;
  }

  /** What a step depends on that may refuse. */
  causesOf(step: Step): readonly Cause[] {
    if (step.kind === 'require') return this.causesIn(step.condition.node);
    if (step.kind === 'increment') {
      const target: Assignment['value']['node'] = member(step.target, step.field, step.by.node.type);
      return [...this.causesIn(target), ...this.causesIn(step.by.node)];
    }
    if (step.kind === 'load') return this.#causesOfKey(step.entity, step.by);
    return [];
  }

  causesIn(node: ExpressionNode, seen: ReadonlySet<string> = new Set()): readonly Cause[] {
    if (node.kind === 'member') return this.#causesOfMember(node, seen);
    if (node.kind === 'variable') return this.#causesOfVariable(node.name, seen);
    return childrenOf(node).flatMap((child) => this.causesIn(child, seen));
  }

  #causesOfVariable(name: string, seen: ReadonlySet<string>): readonly Cause[] {
    const origin = this.#origins.get(name);
    if (origin === undefined || seen.has(name)) return [];
    const inner = new Set([...seen, name]);
    if (origin.kind === 'values')
      return [...(origin.causes ?? []), ...origin.nodes.flatMap((node) => this.causesIn(node, inner))];
    return [];
  }

  #causesOfMember(
    node: Extract<ExpressionNode, { kind: 'member' }>,
    seen: ReadonlySet<string>,
  ): readonly Cause[] {
    const { target, name } = node;
    if (target.kind !== 'variable') return this.causesIn(target, seen);
    if (isRequestPart(target.name)) return [{ kind: target.name, field: name }];
    const origin = this.#origins.get(target.name);
    const place = `${target.name}.${name}`;
    if (origin === undefined || seen.has(place)) return [];
    return origin.kind === 'values'
      ? this.#causesOfVariable(target.name, seen)
      : this.#causesOfField(origin, name, new Set([...seen, place]));
  }

  #causesOfField(origin: Origin, field: string, seen: ReadonlySet<string>): readonly Cause[] {
    if (origin.kind === 'values') return [];
    if (origin.kind === 'record') return [{ kind: 'field', path: origin.path, entity: origin.entity, field }];
    const node = origin.fields.get(field);
    const own = node === undefined ? [] : this.causesIn(node, seen);
    const given: readonly Cause[] = node === undefined && origin.input ? [{ kind: 'input', field }] : [];
    return [
      ...own,
      ...given,
      ...(origin.before === undefined ? [] : this.#causesOfField(origin.before, field, seen)),
    ];
  }

  /** The record that an expression is the id of. @param seen Places that lead to this one: a record may be set from itself. */
  pathOf(node: ExpressionNode, seen: ReadonlySet<string> = new Set()): RecordPath | undefined {
    if (node.kind !== 'member' || node.target.kind !== 'variable') return undefined;
    const { name } = node.target;
    if (name === 'input' || name === 'path') return [`${name}.${node.name}`];
    const origin = this.#origins.get(name);
    const place = `${name}.${node.name}`;
    if (origin === undefined || seen.has(place)) return undefined;
    return this.#pathAlong(origin, node.name, new Set([...seen, place]));
  }

  #pathAlong(origin: Origin, field: string, seen: ReadonlySet<string>): RecordPath | undefined {
    if (origin.kind === 'values') return undefined;
    if (origin.kind === 'record') return along(origin.path, field);
    const assigned = origin.fields.get(field);
    if (assigned !== undefined) return this.pathOf(assigned, seen);
    if (origin.input) return [`input.${field}`];
    return origin.before && this.#pathAlong(origin.before, field, seen);
  }

  #note(step: Step): void {
    switch (step.kind) {
      case 'load':
      case 'find':
        this.#origins.set(step.as, this.#loaded(step));
        break;
      case 'list':
      case 'count':
        this.#origins.set(step.as, this.#gathered(step.entity, step.where?.node));
        break;
      case 'compute':
        this.#origins.set(step.as, { kind: 'values', nodes: [step.value.node] });
        break;
      case 'each':
        this.#origins.set(step.variable, { kind: 'values', nodes: [step.list.node] });
        break;
      default:
        this.#noteWritten(step);
    }
  }

  #noteWritten(step: Step): void {
    if (step.kind === 'create' || step.kind === 'upsert') {
      const set = step.kind === 'upsert' ? [...step.key, ...step.set] : step.set;
      const input = step.kind === 'create' && step.fromInput;
      this.#origins.set(step.as, { kind: 'written', fields: nodesOf(set), input });
    } else if (step.kind === 'update') {
      const before = this.#origins.get(step.target);
      const fields = nodesOf(step.set);
      const origin = { kind: 'written', fields, input: step.fromInput } as const;
      this.#origins.set(step.target, before === undefined ? origin : { ...origin, before });
    }
  }

  #loaded(step: Extract<Step, { kind: 'load' | 'find' }>): Origin {
    const { by, entity } = step;
    if (by.kind === 'id') {
      const path = this.pathOf(by.value.node);
      if (path !== undefined) return { kind: 'record', path, entity };
    }
    const [slot] = slotOfLoad(step);
    if (slot !== undefined && slot.entity === entity)
      return { kind: 'record', path: pathOfSlot(slot), entity };
    return { kind: 'values', nodes: [], causes: this.#causesOfKey(entity, by) };
  }

  #gathered(entity: string, where: ExpressionNode | undefined): Origin {
    const ties = where === undefined ? [] : this.#tiesIn(where);
    return {
      kind: 'values',
      nodes: where === undefined ? [] : [where],
      causes: [{ kind: 'records', entity, ties }],
    };
  }

  #causesOfKey(entity: string, by: LoadKey): readonly Cause[] {
    if (by.kind === 'id') return [];
    if (by.kind === 'where')
      return [
        { kind: 'records', entity, ties: this.#tiesIn(by.condition.node) },
        ...this.causesIn(by.condition.node),
      ];
    const ties = by.fields.flatMap(({ field, value }): readonly Tie[] => {
      const path = this.pathOf(value.node);
      return path === undefined ? [] : [{ field, path }];
    });
    return [{ kind: 'records', entity, ties }];
  }

  /** `record.reader == reader.id`: fields that tie records to one in play. */
  #tiesIn(node: ExpressionNode): readonly Tie[] {
    if (node.kind !== 'binary') return [];
    if (node.operator === '&&' || node.operator === '||')
      return [...this.#tiesIn(node.left), ...this.#tiesIn(node.right)];
    if (node.operator !== '==') return [];
    return [[node.left, node.right] as const, [node.right, node.left] as const].flatMap(
      ([own, other]): readonly Tie[] => {
        const field = fieldOfRecord(own);
        const path = this.#recordOf(other);
        return field === undefined || path === undefined ? [] : [{ field, path }];
      },
    );
  }

  #recordOf(node: ExpressionNode): RecordPath | undefined {
    if (node.kind !== 'member' || node.target.kind !== 'variable') return undefined;
    const origin = this.#origins.get(node.target.name);
    if (node.name === 'id' && origin?.kind === 'record') return origin.path;
    return this.pathOf(node);
  }
}

function isRequestPart(name: string): name is 'input' | 'path' | 'query' | 'headers' {
  return ['input', 'path', 'query', 'headers'].includes(name);
}

function fieldOfRecord(node: ExpressionNode): string | undefined {
  const isOwn = node.kind === 'member' && node.target.kind === 'variable' && node.target.name === 'record';
  return isOwn ? node.name : undefined;
}

function along([slot, ...fields]: RecordPath, field: string): RecordPath {
  return field === 'id' ? [slot, ...fields] : [slot, ...fields, field];
}

function pathOfSlot(slot: Slot): RecordPath {
  return [nameOf(slot)];
}

function nodesOf(set: readonly Assignment[]): ReadonlyMap<string, ExpressionNode> {
  return new Map(set.map(({ field, value }) => [field, value.node]));
}

function member(variable: string, name: string, type: ExpressionNode['type']): ExpressionNode {
  return { kind: 'member', target: { kind: 'variable', name: variable, type }, name, type };
}
