import type { Binding, Component } from '../../model/system.ts';

/** Where messages enter from HTTP, where clients listen to them, and where they end in the store: every such component needs it, so nobody writes it. */
export function entranceBindings(components: readonly Component[]): Binding[] {
  const api = components.find(({ kind }) => kind === 'ApiEndpoint');
  const store = components.find(({ kind }) => kind === 'Store');
  return components.flatMap((component): Binding[] => {
    if (component.kind === 'Source' && component.entrance.kind === 'http' && api !== undefined) {
      return [binding([api.name, component.name], [component.name, 'posts'])];
    }
    if (component.kind === 'LiveFeed' && api !== undefined) {
      return [binding([api.name, component.name], [component.name, 'subscriptions'])];
    }
    if (component.kind === 'Sink' && component.target.kind === 'records' && store !== undefined) {
      return [binding([component.name, 'store'], [store.name, 'transactions'])];
    }
    return [];
  });
}

type Address = readonly [component: string, port: string];

function binding(from: Address, to: Address): Binding {
  return {
    from: { component: from[0], port: from[1] },
    to: { component: to[0], port: to[1] },
  };
}
