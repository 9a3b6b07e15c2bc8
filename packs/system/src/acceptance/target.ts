/** The parts of an entity that say how its records live. */
export type LifePart = 'softDelete' | 'restore' | 'versions' | 'expires';

/** What a fact is about, read from its dotted path into the blueprint document. */
export type Target =
  | { readonly kind: 'entity'; readonly entity: string }
  | { readonly kind: 'field'; readonly entity: string; readonly field: string }
  | { readonly kind: 'unique'; readonly entity: string; readonly index?: number }
  | { readonly kind: 'life'; readonly entity: string; readonly part: LifePart }
  | { readonly kind: 'states'; readonly entity: string }
  | { readonly kind: 'action'; readonly entity: string; readonly action: string }
  | { readonly kind: 'api'; readonly entity: string; readonly operation?: StandardOperation }
  | { readonly kind: 'filter'; readonly entity: string; readonly field?: string }
  | { readonly kind: 'sort'; readonly entity: string }
  | { readonly kind: 'search'; readonly entity: string }
  | { readonly kind: 'rules'; readonly entity: string }
  | { readonly kind: 'operation'; readonly operation: string }
  | { readonly kind: 'ownership'; readonly entity: string }
  | { readonly kind: 'access' }
  | { readonly kind: 'seed' }
  | { readonly kind: 'slot'; readonly slot: string }
  | { readonly kind: 'flow'; readonly flow: string }
  | { readonly kind: 'feed'; readonly feed: string }
  | { readonly kind: 'component'; readonly component: string }
  | { readonly kind: 'storage' }
  | { readonly kind: 'port' }
  | { readonly kind: 'setting'; readonly setting: string }
  | { readonly kind: 'http' }
  | { readonly kind: 'cors' }
  | { readonly kind: 'title' }
  | { readonly kind: 'unknown'; readonly path: string };

export const standardOperations = ['create', 'list', 'read', 'update', 'replace', 'delete'] as const;
export type StandardOperation = (typeof standardOperations)[number];

/** Indexes may be written `unique.0` or `unique[0]`. Deeper paths than a scenario needs are read as their parent. */
export function parseTarget(path: string): Target {
  const parts = path.replace(/\[(\w+)\]/g, '.$1').split('.');
  const [root, name, ...rest] = parts;
  if (name !== undefined && root !== undefined) {
    const named = namedTargets[root]?.(name, rest, path);
    if (named !== undefined) return named;
  }
  if (root === 'interfaces') return interfaceTarget(parts[2]);
  return wholeTargets[root ?? ''] ?? { kind: 'unknown', path };
}

/** Sections of the document that are asked for as a whole. */
const wholeTargets: Readonly<Record<string, Target>> = {
  storage: { kind: 'storage' },
  access: { kind: 'access' },
  seed: { kind: 'seed' },
  name: { kind: 'title' },
  title: { kind: 'title' },
};

/** By section of the document: what one of its entries is. */
const namedTargets: Readonly<
  Record<string, (name: string, rest: readonly string[], path: string) => Target>
> = {
  entities: entityTarget,
  operations: (operation) => ({ kind: 'operation', operation }),
  components: (component) => ({ kind: 'component', component }),
  config: (setting) => ({ kind: 'setting', setting }),
  flows: (flow) => ({ kind: 'flow', flow }),
  feeds: (feed) => ({ kind: 'feed', feed }),
  slots: (slot) => ({ kind: 'slot', slot }),
};
function interfaceTarget(part: string | undefined): Target {
  if (part === 'port' || part === 'cors') return { kind: part };
  return { kind: 'http' };
}

type Reader = (entity: string, item: string | undefined, detail: string | undefined) => Target | undefined;

const wholeEntity: Reader = (entity) => ({ kind: 'entity', entity });

/** By the part of an entity that the path names. */
const readers: ReadonlyMap<string | undefined, Reader> = new Map<string | undefined, Reader>([
  [undefined, wholeEntity],
  ['plural', wholeEntity],
  ['description', wholeEntity],
  [
    'fields',
    (entity, field) => (field === undefined ? { kind: 'entity', entity } : { kind: 'field', entity, field }),
  ],
  ['unique', uniqueTarget],
  ...(['softDelete', 'restore', 'versions', 'expires'] as const).map((part): [string, Reader] => [
    part,
    (entity) => ({ kind: 'life', entity, part }),
  ]),
  ['states', statesTarget],
  ['api', apiTarget],
  ['filters', (entity, field) => ({ kind: 'filter', entity, ...(field === undefined ? {} : { field }) })],
  ['sort', (entity) => ({ kind: 'sort', entity })],
  ['search', (entity) => ({ kind: 'search', entity })],
  ['rules', (entity) => ({ kind: 'rules', entity })],
  ['owner', (entity) => ({ kind: 'ownership', entity })],
  ['tenant', (entity) => ({ kind: 'ownership', entity })],
  ['visible', (entity) => ({ kind: 'ownership', entity })],
]);

function entityTarget(entity: string, [section, item, detail]: readonly string[], path: string): Target {
  return readers.get(section)?.(entity, item, detail) ?? { kind: 'unknown', path };
}

function uniqueTarget(entity: string, item: string | undefined): Target {
  return item !== undefined && /^\d+$/.test(item)
    ? { kind: 'unique', entity, index: Number(item) }
    : { kind: 'unique', entity };
}

function statesTarget(entity: string, item: string | undefined, detail: string | undefined): Target {
  return item === 'actions' && detail !== undefined
    ? { kind: 'action', entity, action: detail }
    : { kind: 'states', entity };
}

function apiTarget(entity: string, item: string | undefined): Target | undefined {
  if (item === undefined || /^\d+$/.test(item)) return { kind: 'api', entity };
  const operation = standardOperations.find((one) => one === item);
  return operation && { kind: 'api', entity, operation };
}
