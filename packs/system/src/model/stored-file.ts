import type { Field, FieldType } from './field.ts';

/** What a file may be. */
export interface FileLimits {
  /** `image/png`, `image/*`; empty for any. */
  readonly contentTypes: readonly string[];
  readonly maximumBytes: number;
}

const text = (maxLength: number, pattern?: string): FieldType => ({
  kind: 'text',
  minLength: 1,
  maxLength,
  ...(pattern === undefined ? {} : { pattern }),
});

/** What a record knows of a file that was uploaded; the bytes lie in a folder, under their checksum. */
export const storedFileFields: readonly Field[] = [
  { name: 'name', type: text(255), isOptional: false, description: 'As the client called it.' },
  { name: 'type', type: text(255), isOptional: false, description: 'Its media type.' },
  { name: 'size', type: { kind: 'integer', minimum: 0 }, isOptional: false, description: 'In bytes.' },
  {
    name: 'sha256',
    type: text(64, '[0-9a-f]{64}'),
    isOptional: false,
    description: 'Checksum, in hexadecimal digits.',
  },
];

export const storedFileType: FieldType = { kind: 'object', name: 'StoredFile', fields: storedFileFields };
