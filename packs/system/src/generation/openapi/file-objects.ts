import type { FileLimits } from '../../model/stored-file.ts';
import type { JsonSchema } from './field-schema.ts';

const binary: JsonSchema = { type: 'string', format: 'binary' };

/** The body of a request that carries a file: raw, or in a form. */
export function fileBody({ contentTypes }: FileLimits): JsonSchema {
  const types = contentTypes.length === 0 ? ['*/*'] : contentTypes;
  const form = { schema: { type: 'object', properties: { file: binary }, required: ['file'] } };
  return {
    required: true,
    content: {
      ...Object.fromEntries(types.map((type) => [type, { schema: binary }])),
      'multipart/form-data': form,
    },
  };
}

const checksum: JsonSchema = {
  description: 'The SHA-256 checksum of the file, in quotes.',
  schema: { type: 'string' },
};

/** Answers that give a file, or the range of it that was asked for. */
export function fileResponses(summary: string): Record<string, JsonSchema> {
  const content = { '*/*': { schema: binary } };
  return {
    '200': { description: summary, headers: { ETag: checksum }, content },
    '206': { description: 'The range that was asked for.', headers: { ETag: checksum }, content },
    '304': { description: 'The client has the file already.' },
  };
}
