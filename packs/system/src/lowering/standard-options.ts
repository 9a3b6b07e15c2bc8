import type { ApiDocument, StandardOptionsDocument } from '../blueprint/document.ts';
import type { StandardOperation } from './standard-operations.ts';

type Offered = ApiDocument | readonly StandardOperation[];

/** What is said of a standard operation; undefined when it is not offered. */
export function optionsOf(kind: StandardOperation, offered: Offered): StandardOptionsDocument | undefined {
  if (!isList(offered)) return offered[kind];
  return offered.includes(kind) ? {} : undefined;
}

function isList(offered: Offered): offered is readonly StandardOperation[] {
  return Array.isArray(offered);
}
