import type { SystemModel } from '../model/system.ts';
import { itemPart, namedItems } from './model-parts.ts';
import { noteRead } from './reads.ts';

/**
 * The model as it is, except that every look at one of its parts is noted. Parts are the values of the model and of the named
 * items in its lists; what lies deeper belongs to them as a whole.
 */
export function trackModel(model: SystemModel): SystemModel {
  const values = new Map(Object.entries(model).map(([key, value]) => [key, trackList(key, value)]));
  // The target is empty, because a proxy may not show another value than a frozen object has.
  return new Proxy({} as SystemModel, {
    get: (_, key) => {
      if (typeof key !== 'string') return undefined;
      noteRead(key);
      return values.get(key);
    },
    has: (_, key) => {
      noteRead(String(key));
      return values.has(String(key));
    },
    ownKeys: () => {
      // What keys there are is known once each of them has been looked at.
      for (const key of values.keys()) noteRead(key);
      noteRead('*');
      return [...values.keys()];
    },
    getOwnPropertyDescriptor: (_, key) => {
      noteRead(String(key));
      if (!values.has(String(key))) return undefined;
      return { configurable: true, enumerable: true, value: values.get(String(key)) };
    },
  });
}

function trackList(list: string, value: unknown): unknown {
  const items = namedItems(value);
  if (items === undefined) return value;
  return items.map((item) => trackItem(itemPart(list, item), item));
}

function trackItem<Item extends object>(part: string, item: Item): Item {
  const names = new Map<string, string>();
  const noteProperty = (key: string) => {
    const known = names.get(key);
    if (known !== undefined) return noteRead(known);
    const name = `${part}.${key}`;
    names.set(key, name);
    return noteRead(name);
  };
  return new Proxy(item, {
    get: (target, key) => {
      if (typeof key === 'string' && key !== 'name') noteProperty(key);
      return Reflect.get(target, key);
    },
    has: (target, key) => {
      if (typeof key === 'string') noteProperty(key);
      return Reflect.has(target, key);
    },
    getOwnPropertyDescriptor: (target, key) => {
      if (typeof key === 'string') noteProperty(key);
      return Reflect.getOwnPropertyDescriptor(target, key);
    },
    ownKeys: (target) => {
      noteRead(part);
      return Reflect.ownKeys(target);
    },
  });
}
