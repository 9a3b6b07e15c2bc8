import type { Random } from '../behaviour/random.ts';
import { type Answer, parseJson } from '../running/http-client.ts';
import { type DescribedOperation, isObject } from './api-description.ts';

const unknownId = '00000000-0000-4000-8000-00000000dead';
const maxIds = 50;

/** Ids of records that answers have shown, by the name of their schema. */
export class KnownIds {
  readonly #byKind = new Map<string, string[]>();
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  remember({ responses }: DescribedOperation, { status, text }: Answer): void {
    const [schema] = responses.get(String(status))?.values() ?? [];
    const reference = schema?.['$ref'];
    const record = parseJson(text);
    if (typeof reference !== 'string' || !isObject(record) || typeof record['id'] !== 'string') return;
    const kind = letters(reference.slice(reference.lastIndexOf('/') + 1));
    const ids = this.#byKind.get(kind) ?? [];
    if (ids.length < maxIds) this.#byKind.set(kind, [...ids, record['id']]);
  }

  /** An id of a record whose kind the hint names (`The id of a TaskList.`, `taskList`), or else of any. */
  pick(hint: string): string {
    const wanted = letters(hint);
    const kinds = [...this.#byKind.keys()].filter((kind) => wanted.includes(kind));
    const longest = kinds.toSorted((a, b) => b.length - a.length)[0];
    const ids = longest === undefined ? [...this.#byKind.values()].flat() : this.#byKind.get(longest);
    return this.#random.pick(ids ?? []) ?? unknownId;
  }
}

function letters(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
