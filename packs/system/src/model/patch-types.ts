import type { Operation, PatchFormat, PatchRule } from './operation.ts';

/** The media type of each format of a body that changes a record. */
export const patchTypes = {
  json: 'application/json',
  'merge-patch': 'application/merge-patch+json',
  'json-patch': 'application/json-patch+json',
} as const satisfies Readonly<Record<PatchFormat, string>>;

/** The media types that the body of an operation may have. */
export function bodyTypes({ patch }: Operation): readonly string[] {
  return bodyTypesOf(patch ?? { accepts: ['json'] });
}

export function bodyTypesOf({ accepts }: Pick<PatchRule, 'accepts'>): readonly string[] {
  return accepts.map((format) => patchTypes[format]);
}
