import type { ActionDocument, ReadBlueprint } from '../blueprint/document.ts';
import { isPlainAction } from '../lowering/write-action.ts';
import { isMap, isScalar, parseDocument, type Pair } from 'yaml';
import { isDataflow as isDataflowComponent } from '../model/dataflow.ts';
import { lowerBlueprint } from '../lowering/lower-blueprint.ts';
import type { Fact, Requirements, Span, Statement } from '../requirements/requirements.ts';
import { isPath, statementIds } from '../acceptance/hand-work.ts';
import { Problems } from '../blueprint/problems.ts';
import type { BlueprintSource } from '../blueprint/source.ts';
import { suggestName } from '../naming/nearest-name.ts';
import { assertEntities } from './limits.ts';
import type { Understanding } from './understand.ts';

/**
 * A blueprint states exactly what it asks for, so each of its parts is a statement: every entity with its fields, its states and
 * its standard operations, every written operation, the storage, the interface.
 * @throws BlueprintError
 */
export function understandBlueprint(yaml: string): Understanding {
  // Everything that is wrong with it is told now, not halfway through a build.
  const { source } = lowerBlueprint(yaml, {
    onRead: ({ document }) => assertEntities(document.entities),
  });
  const unoffered = unofferedEntities(source.document);
  const statements = sectionsOf(yaml)
    .flatMap((section) => statementsOf(section, yaml))
    .filter(
      ({ facts }) => !facts.every(({ target }) => unoffered.some((prefix) => target.startsWith(prefix))),
    );
  const requirements = {
    statements: statements.map((statement, index) => ({ ...statement, id: `R${index + 1}` })),
    assumptions: [],
    questions: [],
  };
  reportUnknownStatements(source, requirements);
  return {
    requirements,
    document: source.document,
    blueprint: yaml,
  };
}

/** Scenarios name what they prove by the place in the blueprint: `flows.remind`. */
function reportUnknownStatements(source: BlueprintSource, requirements: Requirements): void {
  const problems = new Problems(source);
  const known = requirements.statements.flatMap(({ facts }) => facts.map(({ target }) => target));
  (source.document.scenarios ?? []).forEach(({ proves = [] }, scenario) => {
    proves.forEach((name, index) => {
      if (!isPath(name) || statementIds(name, requirements).length > 0) return;
      problems.add({
        code: 'unknown_name',
        path: ['scenarios', scenario, 'proves', index],
        message: `The blueprint states nothing as \`${name}\`.`,
        suggestion:
          suggestName(name, known) ??
          'Name a part of it such as `operations.placeOrder`, `flows.remind` or `entities.Order.rules`.',
      });
    });
  });
  problems.throwIfAny();
}

/** Where the standard operations of accounts and keys would be stated, which have none unless they are asked for. */
function unofferedEntities({ access, entities }: ReadBlueprint): readonly string[] {
  const keys = access?.keys;
  const sensitive = [access?.accounts?.of, keys !== undefined && 'of' in keys ? keys.of : undefined];
  return sensitive
    .filter((name) => name !== undefined && entities[name]?.api === undefined)
    .map((name) => `entities.${name}.api.`);
}

interface Section {
  readonly name: string;
  readonly pair: Pair;
}

type UnnumberedStatement = Omit<Statement, 'id'>;

function sectionsOf(yaml: string): readonly Section[] {
  const root = parseDocument(yaml).contents;
  if (!isMap(root)) return [];
  return root.items.map((pair) => ({ name: keyOf(pair), pair }));
}

/** Sections of which each entry is asked for by itself, and what its statement begins with. */
const entrySections: ReadonlyMap<string, string> = new Map([
  ['operations', ''],
  ['config', ''],
  ['slots', ''],
  ['flows', 'flow '],
  ['feeds', 'feed '],
]);

function statementsOf({ name, pair }: Section, yaml: string): readonly UnnumberedStatement[] {
  const prefix = entrySections.get(name);
  if (prefix !== undefined)
    return childrenOf(pair).map((entry) => stated(yaml, entry, [`${name}.${keyOf(entry)}`], prefix));
  switch (name) {
    case 'entities':
      return childrenOf(pair).flatMap((entity) => entityStatements(entity, yaml));
    case 'components':
      return childrenOf(pair)
        .filter(({ value }) => isDataflow(value))
        .map((component) => stated(yaml, component, [`components.${keyOf(component)}`]));
    case 'storage':
    case 'access':
    case 'seed':
      return [stated(yaml, pair, [name])];
    case 'interfaces':
      return [stated(yaml, pair, interfaceTargets(pair))];
    default:
      return [];
  }
}

/** Components that serve records follow from those; what works on messages is asked for by itself. */
function isDataflow(value: unknown): boolean {
  const kind = isMap(value) ? value.get('kind') : undefined;
  return typeof kind === 'string' && isDataflowComponent({ kind });
}

function interfaceTargets(pair: Pair): readonly string[] {
  const http = childrenOf(pair).find((one) => keyOf(one) === 'http');
  const hasCors = childrenOf(http).some((one) => keyOf(one) === 'cors');
  return ['interfaces.http.port', ...(hasCors ? ['interfaces.http.cors'] : [])];
}

function entityStatements(entity: Pair, yaml: string): readonly UnnumberedStatement[] {
  const name = `entities.${keyOf(entity)}`;
  const parts = childrenOf(entity);
  const part = (key: string) => parts.find((pair) => keyOf(pair) === key);
  const fields = childrenOf(part('fields')).map((field) =>
    stated(yaml, field, [`${name}.fields.${keyOf(field)}`], `${keyOf(entity)}.`),
  );
  const actions = childrenOf(childrenOf(part('states')).find((pair) => keyOf(pair) === 'actions')).map(
    (action) => stated(yaml, action, [actionTarget(keyOf(entity), action)], `${keyOf(entity)}: `),
  );
  const unique = part('unique');
  const offered = apiTargets(name, part('api'));
  const ownership = ['owner', 'tenant', 'visible'].flatMap((key) => {
    const pair = part(key);
    return pair === undefined ? [] : [stated(yaml, pair, [`${name}.${key}`], `${keyOf(entity)}: `)];
  });
  return [
    ...fields,
    ...ownership,
    ...(unique ? [stated(yaml, unique, [`${name}.unique`], `${keyOf(entity)}: `)] : []),
    ...actions,
    // An entity without standard operations asks for none of them.
    ...(offered.length === 0
      ? []
      : [stated(yaml, part('api') ?? entity, offered, `${keyOf(entity)}: `, 'standard operations')]),
    ...['softDelete', 'expires', 'versions', 'filters', 'sort', 'search', 'rules'].flatMap((key) => {
      const life = part(key);
      return life === undefined ? [] : [stated(yaml, life, [`${name}.${key}`], `${keyOf(entity)}: `)];
    }),
  ];
}

/** An action that does more than its transition is an operation somebody wrote. */
function actionTarget(entity: string, action: Pair): string {
  const written = (action.value as { toJSON?: () => unknown } | null)?.toJSON?.() as ActionDocument;
  return isPlainAction(written)
    ? `entities.${entity}.states.actions.${keyOf(action)}`
    : `operations.${keyOf(action)}${entity}`;
}

function apiTargets(entity: string, api: Pair | undefined): readonly string[] {
  const all = ['create', 'list', 'read', 'update', 'delete'];
  const named = api?.value as { toJSON?: () => unknown } | undefined;
  const offered = named?.toJSON?.();
  const kinds = Array.isArray(offered) ? offered : Object.keys(offered ?? {});
  return (api === undefined ? all : kinds).map((operation) =>
    operation === 'restore' ? `${entity}.restore` : `${entity}.api.${String(operation)}`,
  );
}

function stated(
  yaml: string,
  pair: Pair,
  targets: readonly string[],
  prefix = '',
  text?: string,
): UnnumberedStatement {
  const span = spanOf(pair, yaml);
  const firstLine =
    yaml
      .slice(...span)
      .split('\n', 1)[0]
      ?.trim() ?? '';
  return {
    text: prefix + (text ?? firstLine),
    span,
    status: 'understood',
    facts: targets.map((target): Fact => ({ target, span, rule: 'blueprint', confidence: 1 })),
  };
}

function spanOf({ key, value }: Pair, yaml: string): Span {
  const start = rangeOf(key)?.[0] ?? 0;
  const end = rangeOf(value)?.[1] ?? rangeOf(key)?.[1] ?? start;
  return [start, start + yaml.slice(start, end).trimEnd().length];
}

function rangeOf(node: unknown): readonly number[] | undefined {
  const range = (node as { range?: readonly number[] | null } | null)?.range;
  return range ?? undefined;
}

function childrenOf(pair: Pair | undefined): readonly Pair[] {
  return isMap(pair?.value) ? pair.value.items : [];
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : String(key);
}
