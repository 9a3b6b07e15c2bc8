import { StoreError } from '../errors.ts';
import type { Store } from '../store/store.ts';

/** One worker's access to a store, which can be cut off: for everybody else the worker is then as good as dead. */
export function crashable(store: Store): { readonly store: Store; readonly crash: () => void } {
  let isCut = false;
  const proxy = new Proxy(store, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...values: unknown[]) => {
        if (isCut) throw new StoreError('store_unavailable', 'This worker has been cut off');
        return method.apply(target, values);
      };
    },
  });
  return {
    store: proxy,
    crash: () => {
      isCut = true;
    },
  };
}
