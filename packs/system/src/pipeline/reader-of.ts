import { createRequestReader, type RequestReader } from '../request/read-request.ts';
import type { BuildServices } from './build-services.ts';

/** Reads requests with the analysers of the packs in use. */
export function readerOf({ packs }: Pick<BuildServices, 'packs'>): RequestReader {
  return createRequestReader(async () => (await packs()).analysersOf('system'));
}
