import { fieldsSchema } from './fields.ts';

/** What a request brings beside its body and its query. */
export const pathFields = fieldsSchema.describe(
  'Types of parameters of the path that are no ids: `{ day: date }` for `/days/{day}`.',
);
export const headerFields = fieldsSchema.describe(
  'Headers of the request: `requestId: text?` is the header `Request-Id`, and `headers.requestId` in expressions.',
);
