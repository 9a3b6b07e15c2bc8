import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import { mapChildren } from '../../expression/expression-walk.ts';
import type { Expression, ExpressionNode, ValueType } from '../../expression/expression.ts';
import { nullable } from '../../expression/value-type.ts';
import type { Entity } from '../../model/entity.ts';
import { fieldsOf } from '../lowering-context.ts';
import type { LoweringContext } from '../lowering-context.ts';
import type { OperationScope } from '../operation-scope.ts';
import type { AccessWish } from './access-words.ts';
import { actorEntity, identityVariables } from './actor.ts';

/** Which records an operation may see, and which are its caller's own. */
export class RecordConditions {
  readonly #wish: AccessWish;
  readonly #scope: OperationScope;
  readonly #context: LoweringContext;
  readonly #path: DocumentPath;
  readonly #seesAll: boolean;
  readonly #visible = new Map<string, Expression | undefined>();

  /** @param seesAll Whether the operation is one that signs somebody in: who asks is only found out by it. */
  constructor(wish: AccessWish, scope: OperationScope, path: DocumentPath, seesAll: boolean) {
    this.#seesAll = seesAll;
    this.#wish = wish;
    this.#scope = scope;
    this.#context = scope.context;
    this.#path = path;
  }

  /** The condition on a `record` of the entity that may be seen; undefined when all may. */
  visible(entity: string): Expression | undefined {
    if (!this.#visible.has(entity)) this.#visible.set(entity, this.#visibleOf(entity));
    return this.#visible.get(entity);
  }

  /** The condition on a `record` that is the caller's own, or that a role opens; undefined when it has no owner. */
  own(entity: string): Expression | undefined {
    const field = ownerField(entity, this.#context);
    const actor = this.#scope.get('actor');
    if (field === undefined || actor === undefined) return undefined;
    const own = `record.${field} == actor.id`;
    const parts = [own, ...this.#roleParts()].join(' || ');
    const guarded = actor.kind === 'nullable' ? `actor != null && (${parts})` : parts;
    const admitsKeys = this.#wish.admits.includes('key') && this.#scope.get('key') !== undefined;
    return this.#condition(admitsKeys ? `key != null || ${guarded}` : guarded, entity, this.#path);
  }

  #roleParts(): readonly string[] {
    const { accounts } = this.#context.access ?? {};
    const { roles } = this.#wish;
    const field =
      accounts && fieldsOf(this.#context, accounts.entity).find(({ name }) => name === accounts.roles);
    if (field === undefined || roles.length === 0) return [];
    if (field.type.kind === 'list') return roles.map((role) => `'${role}' in actor.${field.name}`);
    const [only, ...others] = roles;
    if (others.length === 0) return [`actor.${field.name} == '${only}'`];
    return [`actor.${field.name} in [${roles.map((role) => `'${role}'`).join(', ')}]`];
  }

  #visibleOf(entity: string): Expression | undefined {
    if (this.#seesAll) return undefined;
    const document = this.#context.source.document.entities[entity];
    const tenant = this.#tenantCondition(entity, document?.tenant);
    const written =
      document?.visible === undefined
        ? undefined
        : this.#condition(document.visible, entity, ['entities', entity, 'visible']);
    return tenant === undefined || written === undefined ? (tenant ?? written) : both(tenant, written);
  }

  #tenantCondition(entity: string, tenant: string | undefined): Expression | undefined {
    if (tenant === undefined) return undefined;
    const identities = this.#identities().map(({ name, type }) => ({
      name,
      isOptional: type.kind === 'nullable',
      field: tenantField(entity, tenant, entityOf(type), this.#context),
    }));
    const unknown = identities.find(({ field }) => field === undefined);
    if (identities.length === 0 || unknown !== undefined) {
      this.#reportTenant(entity, tenant, unknown?.name);
      return undefined;
    }
    const parts = identities.map(({ name, field, isOptional }) =>
      isOptional
        ? `${name} != null && record.${tenant} == ${name}.${field}`
        : `record.${tenant} == ${name}.${field}`,
    );
    return this.#condition(parts.join(' || '), entity, ['entities', entity, 'tenant']);
  }

  /** Who may ask, as records. */
  #identities(): readonly { readonly name: 'actor' | 'key'; readonly type: ValueType }[] {
    return (['actor', 'key'] as const).flatMap((name) => {
      const type = this.#scope.get(name);
      return type === undefined || !this.#isIdentity(name) ? [] : [{ name, type }];
    });
  }

  /** A variable of this name may be one that a step declares. */
  #isIdentity(name: 'actor' | 'key'): boolean {
    return name in identityVariables(this.#wish, this.#context);
  }

  #reportTenant(entity: string, tenant: string, identity: string | undefined): void {
    this.#context.problems.add({
      code: 'invalid_value',
      path: this.#path,
      message: `${entity} belongs to a tenant, and nothing tells the tenant of who asks here.`,
      suggestion:
        identity === 'key'
          ? `Give keys a field \`${tenant}\` too, and write \`tenant: ${tenant}\` beside their fields.`
          : 'Open the operation to `signedIn`, a role or `owner`.',
    });
  }

  /** What is written may guard against there being nobody, also where somebody must be signed in. */
  #condition(source: string, entity: string, path: DocumentPath): Expression | undefined {
    const actor = this.#scope.get('actor');
    const isGuarded = /\bactor\s*[!=]=\s*null\b|\bnull\s*[!=]=\s*actor\b/.test(source);
    const certain = isGuarded ? this.#certainActor(actor) : undefined;
    const variables: Record<string, ValueType> =
      certain === undefined ? {} : { actor: nullable(certain.type) };
    const expression = this.#scope.expression(source, path, {
      target: { kind: 'boolean' },
      record: entity,
      variables,
    })?.expression;
    if (expression === undefined || certain === undefined) return expression;
    return { ...expression, node: withoutGuards(expression.node, certain) };
  }

  /** What is certain of the actor here: that there is one, or that there is none. */
  #certainActor(actor: ValueType | undefined): CertainActor | undefined {
    if (actor !== undefined) return actor.kind === 'nullable' ? undefined : { type: actor, isThere: true };
    const entity = actorEntity(this.#context);
    return entity === undefined ? undefined : { type: { kind: 'record', entity }, isThere: false };
  }
}

/** The field that holds whose record it is: the account of an account is itself. */
export function ownerField(entity: string, context: LoweringContext): string | undefined {
  if (entity === actorEntity(context)) return 'id';
  return context.source.document.entities[entity]?.owner;
}

/** The field of the actor that holds its tenant. */
export function tenantOfActor(entity: string, tenant: string, context: LoweringContext): string | undefined {
  return tenantField(entity, tenant, actorEntity(context), context);
}

/** The field of who asks that refers to the same kind of tenant; one of the same name, where there are several. */
function tenantField(
  entity: string,
  tenant: string,
  identity: string | undefined,
  context: LoweringContext,
): string | undefined {
  const target = referenceTarget(context.entities.get(entity), tenant);
  if (identity === undefined || target === undefined) return undefined;
  if (target === identity) return 'id';
  const fields = fieldsOf(context, identity).filter(
    ({ type, isOptional }) => type.kind === 'reference' && type.entity === target && !isOptional,
  );
  return (fields.find(({ name }) => name === tenant) ?? fields[0])?.name;
}

function entityOf(type: ValueType): string | undefined {
  const present = type.kind === 'nullable' ? type.of : type;
  return present.kind === 'record' ? present.entity : undefined;
}

export function referenceTarget(entity: Entity | undefined, field: string): string | undefined {
  const type = entity?.fields.find(({ name }) => name === field)?.type;
  return type?.kind === 'reference' ? type.entity : undefined;
}

/** The condition with the record under the name of a variable. */
export function onVariable(condition: Expression, variable: string): Expression {
  const renamed = (node: ExpressionNode): ExpressionNode =>
    node.kind === 'variable' && node.name === 'record'
      ? { ...node, name: variable }
      : mapChildren(node, renamed);
  return { ...condition, node: renamed(condition.node) };
}

export function both(left: Expression, right: Expression): Expression {
  const type = { kind: 'boolean' } as const;
  return {
    source: `(${left.source}) && (${right.source})`,
    node: { kind: 'binary', operator: '&&', left: left.node, right: right.node, type },
    type,
  };
}

interface CertainActor {
  readonly type: ValueType;
  readonly isThere: boolean;
}

/** Where it is certain whether somebody is signed in, `actor != null` says nothing. */
function withoutGuards(node: ExpressionNode, actor: CertainActor): ExpressionNode {
  if (node.kind === 'variable' && node.name === 'actor')
    return { kind: 'variable', name: 'actor', type: actor.type };
  if (node.kind === 'binary' && (node.operator === '&&' || node.operator === '||')) {
    return simplified(node, withoutGuards(node.left, actor), withoutGuards(node.right, actor));
  }
  if (node.kind === 'conditional') {
    const truth = truthOf(withoutGuards(node.condition, actor));
    if (truth !== undefined) return withoutGuards(truth ? node.whenTrue : node.whenFalse, actor);
  }
  return guardTruth(node, actor) ?? mapChildren(node, (child) => withoutGuards(child, actor));
}

/** `true && x` is `x`, `true || x` is `true`. */
function simplified(
  node: Extract<ExpressionNode, { kind: 'binary' }>,
  left: ExpressionNode,
  right: ExpressionNode,
): ExpressionNode {
  const neutral = node.operator === '&&';
  const [one, other] = [truthOf(left), truthOf(right)];
  if (one !== undefined) return one === neutral ? right : left;
  if (other !== undefined) return other === neutral ? left : right;
  return { ...node, left, right };
}

function guardTruth(node: ExpressionNode, { isThere }: CertainActor): ExpressionNode | undefined {
  if (node.kind !== 'binary' || (node.operator !== '==' && node.operator !== '!=')) return undefined;
  const sides = [node.left, node.right];
  const isActor = sides.some((side) => side.kind === 'variable' && side.name === 'actor');
  const isNull = sides.some((side) => side.kind === 'literal' && side.value === null);
  return isActor && isNull
    ? { kind: 'literal', value: (node.operator === '!=') === isThere, type: { kind: 'boolean' } }
    : undefined;
}

function truthOf(node: ExpressionNode): boolean | undefined {
  return node.kind === 'literal' && typeof node.value === 'boolean' ? node.value : undefined;
}
