import type { Operation } from '../../model/operation.ts';
import type { JsonSchema } from './field-schema.ts';

const pointer = { type: 'string', pattern: '^(/.*)?$', description: 'A JSON pointer: `/title`.' };

/** A body that is a JSON patch. */
export const jsonPatchContent: JsonSchema = {
  schema: {
    type: 'array',
    items: {
      type: 'object',
      properties: {
        op: { type: 'string', enum: ['add', 'remove', 'replace', 'move', 'copy', 'test'] },
        path: pointer,
        from: pointer,
        value: {},
      },
      required: ['op', 'path'],
    },
  },
};

/** How a JSON patch that cannot be applied is refused. */
export function patchRefusals({ patch }: Operation): readonly (readonly [number, string])[] {
  if (patch?.accepts.includes('json-patch') !== true) return [];
  return [
    [400, 'invalid_patch'],
    [409, 'patch_test_failed'],
    [422, 'patch_target_missing'],
  ];
}
