import { isDeepStrictEqual } from 'node:util';
import { readIndex, readPointer } from './json-pointer.ts';
import { PatchError } from './patch-error.ts';

type Container = readonly unknown[] | Readonly<Record<string, unknown>>;

/** One operation of a patch, its pointers taken apart. */
interface Operation {
  readonly op: string;
  readonly path: readonly string[];
  readonly from: readonly string[];
  readonly value: unknown;
}

/** Copies may double a document with every operation; what they copy counts up to this many values in all. */
const MAX_COPIED = 10_000;

/**
 * What a JSON patch makes of a document (RFC 6902): all its operations in order, or none of them. Neither is changed.
 * @throws PatchError
 */
export function applyJsonPatch(document: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw new PatchError('malformed', 'A JSON patch is a list of operations.');
  const budget = { copied: 0 };
  return patch.reduce((current: unknown, written: unknown, index) => {
    const operation = readOperation(written, index);
    try {
      return carryOut(current, operation, budget);
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      throw new PatchError(error.fault, `Operation ${index} (${operation.op}): ${error.message}`, index);
    }
  }, document);
}

/** Why an operation cannot be carried out; never leaves this file. */
class Misfit extends Error {
  readonly fault: 'malformed' | 'target_missing' | 'test_failed';

  constructor(fault: Misfit['fault'], message: string) {
    super(message);
    this.fault = fault;
  }
}

const members: Readonly<Record<string, readonly string[]>> = {
  add: ['path', 'value'],
  remove: ['path'],
  replace: ['path', 'value'],
  move: ['from', 'path'],
  copy: ['from', 'path'],
  test: ['path', 'value'],
};

function readOperation(written: unknown, index: number): Operation {
  const fail = (message: string): never => {
    throw new PatchError('malformed', `Operation ${index}: ${message}`, index);
  };
  if (!isContainer(written) || Array.isArray(written)) return fail('expected an object.');
  const given = written as Readonly<Record<string, unknown>>;
  const op = String(given['op']);
  const needed = Object.hasOwn(members, op) ? members[op] : undefined;
  if (needed === undefined) return fail(`expected one of ${Object.keys(members).join(', ')} as \`op\`.`);
  const missing = needed.find((name) => !Object.hasOwn(given, name));
  if (missing !== undefined) return fail(`\`${missing}\` is missing.`);
  const pointer = (name: string): readonly string[] => {
    const text = given[name];
    return (
      (typeof text === 'string' ? readPointer(text) : undefined) ?? fail(`\`${name}\` is no JSON pointer.`)
    );
  };
  const from = needed.includes('from') ? pointer('from') : [];
  return { op, path: pointer('path'), from, value: given['value'] };
}

function carryOut(
  document: unknown,
  { op, path, from, value }: Operation,
  budget: { copied: number },
): unknown {
  switch (op) {
    case 'add':
      return added(document, path, value);
    case 'remove':
      return removed(document, path);
    case 'replace':
      return replaced(document, path, value);
    case 'move':
      return moved(document, from, path);
    case 'copy': {
      const copy = valueAt(document, from);
      budget.copied += countValues(copy);
      if (budget.copied > MAX_COPIED) throw new Misfit('malformed', 'the patch copies too much.');
      return added(document, path, copy);
    }
    default:
      if (isDeepStrictEqual(valueAt(document, path), value)) return document;
      throw new Misfit('test_failed', `${pointerText(path)} has another value.`);
  }
}

function moved(document: unknown, from: readonly string[], path: readonly string[]): unknown {
  const isInside = path.length > from.length && from.every((part, index) => path[index] === part);
  if (isInside) throw new Misfit('malformed', 'a value cannot be moved into itself.');
  return added(removed(document, from), path, valueAt(document, from));
}

/** The document with the value at the end of the path changed by `change`, which is given what holds it. */
function changed(
  document: unknown,
  path: readonly string[],
  change: (holder: Container, part: string) => Container,
  depth = 0,
): unknown {
  const part = path[depth] ?? '';
  if (!isContainer(document)) throw missing(path.slice(0, depth));
  if (depth === path.length - 1) return change(document, part);
  const inner = changed(memberOf(document, part, path), path, change, depth + 1);
  return withMember(document, part, inner);
}

function added(document: unknown, path: readonly string[], value: unknown): unknown {
  if (path.length === 0) return value;
  return changed(document, path, (holder, part) => {
    if (!isList(holder)) return withMember(holder, part, value);
    const index = part === '-' ? holder.length : readIndex(part);
    if (index === undefined || index > holder.length) throw missing(path);
    return holder.toSpliced(index, 0, value);
  });
}

function removed(document: unknown, path: readonly string[]): unknown {
  if (path.length === 0) return null;
  return changed(document, path, (holder, part) => {
    memberOf(holder, part, path);
    if (isList(holder)) return holder.toSpliced(Number(part), 1);
    return Object.fromEntries(Object.entries(holder).filter(([name]) => name !== part));
  });
}

function replaced(document: unknown, path: readonly string[], value: unknown): unknown {
  if (path.length === 0) return value;
  return changed(document, path, (holder, part) => {
    memberOf(holder, part, path);
    return withMember(holder, part, value);
  });
}

function valueAt(document: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((current, part) => {
    if (!isContainer(current)) throw missing(path);
    return memberOf(current, part, path);
  }, document);
}

/** A member that is there. */
function memberOf(holder: Container, part: string, path: readonly string[]): unknown {
  if (isList(holder)) {
    const index = readIndex(part);
    if (index === undefined || index >= holder.length) throw missing(path);
    return holder[index];
  }
  if (!Object.hasOwn(holder, part)) throw missing(path);
  return holder[part];
}

function withMember(holder: Container, part: string, value: unknown): Container {
  return isList(holder) ? holder.with(Number(part), value) : { ...holder, [part]: value };
}

function missing(path: readonly string[]): Misfit {
  return new Misfit('target_missing', `there is nothing at ${pointerText(path)}.`);
}

function pointerText(path: readonly string[]): string {
  return JSON.stringify(path.map((part) => `/${part}`).join(''));
}

function countValues(value: unknown): number {
  if (!isContainer(value)) return 1;
  return Object.values(value).reduce((sum: number, member) => sum + countValues(member), 1);
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

function isList(holder: Container): holder is readonly unknown[] {
  return Array.isArray(holder);
}
