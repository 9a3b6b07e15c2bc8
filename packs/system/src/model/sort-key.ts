/** One of the fields that records are sorted by. */
export interface SortKey {
  readonly field: string;
  readonly descending: boolean;
}

/** The order of creation, in which records come unless something else is said. */
export const orderOfCreation: readonly SortKey[] = [{ field: 'createdAt', descending: false }];

/** `-dueDate` */
export function sortName({ field, descending }: SortKey): string {
  return `${descending ? '-' : ''}${field}`;
}

/** What `-dueDate` says. */
export function sortKey(name: string): SortKey {
  return { field: name.replace(/^-/, ''), descending: name.startsWith('-') };
}
