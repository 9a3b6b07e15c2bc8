/** What a fact is about, read from its dotted path into the blueprint document. */
export type Target =
  | { readonly kind: 'entity'; readonly entity: string }
  | { readonly kind: 'field'; readonly entity: string; readonly field: string }
  | { readonly kind: 'unique'; readonly entity: string; readonly index?: number }
  | { readonly kind: 'states'; readonly entity: string }
  | { readonly kind: 'action'; readonly entity: string; readonly action: string }
  | { readonly kind: 'api'; readonly entity: string; readonly operation?: StandardOperation }
  | { readonly kind: 'filter'; readonly entity: string; readonly field?: string }
  | { readonly kind: 'sort'; readonly entity: string }
  | { readonly kind: 'operation'; readonly operation: string }
  | { readonly kind: 'storage' }
  | { readonly kind: 'port' }
  | { readonly kind: 'http' }
  | { readonly kind: 'title' }
  | { readonly kind: 'unknown'; readonly path: string };

export const standardOperations = ['create', 'list', 'read', 'update', 'delete'] as const;
export type StandardOperation = (typeof standardOperations)[number];

/** Indexes may be written `unique.0` or `unique[0]`. Deeper paths than a scenario needs are read as their parent. */
export function parseTarget(path: string): Target {
  const parts = path.replace(/\[(\w+)\]/g, '.$1').split('.');
  const [root, name, ...rest] = parts;
  if (root === 'entities' && name !== undefined) return entityTarget(name, rest, path);
  if (root === 'operations' && name !== undefined) return { kind: 'operation', operation: name };
  if (root === 'storage') return { kind: 'storage' };
  if (root === 'interfaces') return parts[2] === 'port' ? { kind: 'port' } : { kind: 'http' };
  if (root === 'name' || root === 'title') return { kind: 'title' };
  return { kind: 'unknown', path };
}

function entityTarget(entity: string, rest: readonly string[], path: string): Target {
  const [section, item, detail] = rest;
  switch (section) {
    case undefined:
    case 'plural':
    case 'description':
      return { kind: 'entity', entity };
    case 'fields':
      return item === undefined ? { kind: 'entity', entity } : { kind: 'field', entity, field: item };
    case 'unique':
      return item !== undefined && /^\d+$/.test(item)
        ? { kind: 'unique', entity, index: Number(item) }
        : { kind: 'unique', entity };
    case 'states':
      return item === 'actions' && detail !== undefined
        ? { kind: 'action', entity, action: detail }
        : { kind: 'states', entity };
    case 'api':
      return apiTarget(entity, item, path);
    case 'filters':
      return item === undefined ? { kind: 'filter', entity } : { kind: 'filter', entity, field: item };
    case 'sort':
      return { kind: 'sort', entity };
    default:
      return { kind: 'unknown', path };
  }
}

function apiTarget(entity: string, item: string | undefined, path: string): Target {
  if (item === undefined || /^\d+$/.test(item)) return { kind: 'api', entity };
  const operation = standardOperations.find((one) => one === item);
  return operation ? { kind: 'api', entity, operation } : { kind: 'unknown', path };
}
