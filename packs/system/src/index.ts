/** From a request to a running, proven component system. */

export { explainReading } from './analysis/explain-reading.ts';
export { blueprintJsonSchema } from './blueprint/json-schema.ts';
export { earlierSystems, forgetSystem } from './knowledge/earlier-systems.ts';
export type { LookedAt } from './knowledge/look-around.ts';
export { lookedAt } from './pipeline/looked-at.ts';
export { explain } from './explanation/explain.ts';
export type { Explanation } from './explanation/explanation.ts';
export { systemPack } from './pack/system-pack.ts';
export type { ComponentRequest } from './pack/component-request.ts';
export type { ProofContext } from './proof/proof-context.ts';
export { buildPipeline } from './pipeline/build-pipeline.ts';
export type { BuildServices } from './pipeline/build-services.ts';
export type { Repairs } from './pipeline/prove.ts';
export { readForUpdate } from './pipeline/update/read-for-update.ts';
export { undoUpdate } from './pipeline/update/undo.ts';
export { updatePipeline } from './pipeline/update-pipeline.ts';
export { verifyPipeline } from './pipeline/verify-pipeline.ts';
export { findPostgres, postgresRemedy } from './proof/database/find-postgres.ts';
export type { Proof } from './proof/prove-system.ts';
export { readerOf } from './pipeline/reader-of.ts';
export type { RequestReader, SystemReading } from './request/read-request.ts';
export type { Understanding } from './request/understand.ts';
