/** The product as a library: the mill itself, and the document that a build ends in. */

export type { BuildDocument, DocumentError, Note, StatementOutcome } from './mill/build-document.ts';
export { createMill, type Mill } from './mill/create-mill.ts';
export { readBuild } from './mill/read-build.ts';
