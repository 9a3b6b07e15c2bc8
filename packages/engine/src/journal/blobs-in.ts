import type { EventBody } from './event.ts';

/** The blobs that events refer to. */
export function blobsIn(events: readonly EventBody[]): string[] {
  const hashes = new Set<string>();
  for (const event of events) {
    for (const value of ['output' in event && event.output, 'items' in event && event.items]) {
      if (value && 'blob' in value) hashes.add(value.blob);
    }
  }
  return [...hashes];
}
