import type { Operation } from '../../model/operation.ts';
import { headerName } from '../../model/header-name.ts';
import { sampleValue } from './sample-value.ts';
import { textOfValue } from './text-of-value.ts';

/** The headers that an operation insists on, with values that it accepts. */
export function neededHeaders({ headers = [], entity }: Operation): Readonly<Record<string, string>> {
  const needed = headers.filter((field) => !field.isOptional && field.defaultValue === undefined);
  return Object.fromEntries(
    needed.map((field) => {
      const value = sampleValue(field, { owner: entity, n: 0, reference: () => undefined });
      return [headerName(field.name), textOfValue(value ?? '')];
    }),
  );
}
