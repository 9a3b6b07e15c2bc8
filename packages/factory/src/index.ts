export {
  ChangedMeanwhileError,
  CheckPlanError,
  FileConflictError,
  FilesMalformedError,
  FolderNotEmptyError,
  GeneratorChoiceError,
  GeneratorConflictError,
  ModelNotAcceptedError,
  NoGeneratorError,
  PackedFilesError,
  PathCollisionError,
  ProcessStartError,
  SandboxUnavailableError,
  ServiceStartError,
  ToolFailedError,
  ToolMissingError,
  TreeTooLargeError,
  TreeWriteError,
  UnknownGeneratorError,
  UnknownSandboxError,
  UnsafePathError,
} from './errors.ts';
export { defineCheck, type Applicability, type Check, type CheckTools } from './check/check.ts';
export {
  checkResultSchema,
  findingSchema,
  placeSchema,
  severitySchema,
  tierSchema,
  type CheckResult,
  type Finding,
  type Place,
  type Severity,
  type Tier,
} from './check/finding.ts';
export { withNeeds } from './check/with-needs.ts';
export { runChecks, type CheckEvent, type CheckOutcome, type RunChecksOptions } from './check/run-checks.ts';
export { evidenceFiles, writeEvidence, type EvidenceSources } from './evidence/evidence-files.ts';
export {
  evidenceSchema,
  type EnvironmentEvidence,
  type Evidence,
  type StatementEvidence,
} from './evidence/evidence.ts';
export { createRedactor } from './evidence/redact-secrets.ts';
export { biomeFormatter } from './file-tree/biome-formatter.ts';
export { diffTrees, type TreeChange } from './file-tree/diff-trees.ts';
export { FileTree, type GeneratedFile } from './file-tree/file-tree.ts';
export { formatTree, type FormattedTree } from './file-tree/format-tree.ts';
export type { Formatter } from './file-tree/formatter.ts';
export { readPlainFile } from './file-tree/read-plain-file.ts';
export { readTree, type ReadTree, type ReadTreeOptions } from './file-tree/read-tree.ts';
export { safePath } from './file-tree/safe-path.ts';
export { writeTree, type WriteTreeOptions } from './file-tree/write-tree.ts';
export {
  defineGenerator,
  type GeneratedFiles,
  type Generator,
  type GeneratorContext,
} from './generator/generator.ts';
export {
  GeneratorRegistry,
  type Candidate,
  type Selection,
  type Wanted,
} from './generator/generator-registry.ts';
export type { Attempt } from './healing/attempt.ts';
export { type Failure, failuresOf } from './healing/failure.ts';
export { defineFixer, type FixContext, type Fixer } from './healing/fixer.ts';
export { heal, type HealOptions, type Healing } from './healing/heal.ts';
export { addMetrics, type GeneratorMetrics } from './generator/generator-metrics.ts';
export { GeneratorRunner, type GeneratorRunnerOptions } from './generator/generator-runner.ts';
export { JointKnowledge } from './knowledge/joint-knowledge.ts';
export type {
  Knowledge,
  KnowledgeAnswer,
  KnowledgeOutage,
  KnowledgeQuery,
  KnowledgeSource,
} from './knowledge/knowledge.ts';
export { LocalKnowledge, type LocalKnowledgeOptions } from './knowledge/local-knowledge.ts';
export { RemoteKnowledge, type RemoteKnowledgeOptions } from './knowledge/remote-knowledge.ts';
export type { FoundPassage, Passage, PassageKind } from './knowledge/passage.ts';
export { splitMarkdown } from './knowledge/split-markdown.ts';
export { applyChanges } from './merge/apply-changes.ts';
export { lineChanges, type LineChange } from './merge/line-changes.ts';
export type { MergeConflict } from './merge/merge-conflict.ts';
export type { MergeKind, MergeOutcome } from './merge/merge-outcome.ts';
export { mergeText, type MergedText } from './merge/merge-text.ts';
export { conflictFolder, mergeTrees, type MergedTree, type MergeTreesOptions } from './merge/merge-trees.ts';
export { packFiles, unpackFiles, type PackedFiles } from './merge/pack-files.ts';
export { readWorkTree, type WorkTree } from './merge/read-work-tree.ts';
export { splitLines } from './merge/text-lines.ts';
export { unifiedDiff } from './merge/unified-diff.ts';
export {
  type Analyser,
  type AnalyserContext,
  chooseAnalyser,
  type ChosenAnalyser,
  defineAnalyser,
  type Suitability,
} from './pack/analyser.ts';
export { assemblePacks, type AssembleOptions, type PackAssembly } from './pack/assemble-packs.ts';
export type { PackSources } from './pack/discover-packs.ts';
export { type LoadedPacks, loadPacks } from './pack/load-packs.ts';
export {
  type AnyAnalyser,
  type AnyCheck,
  type AnyFixer,
  type AnyGenerator,
  definePack,
  type Pack,
  type PackContents,
} from './pack/pack.ts';
export type { PackProblem } from './pack/pack-problem.ts';
export { defineTemplate, type Template } from './pack/template.ts';
export {
  GeneratorCrashedError,
  GeneratorFailedError,
  GeneratorTimeoutError,
  PoolUnavailableError,
} from './pool/errors.ts';
export {
  GeneratorPool,
  type PoolDiagnostics,
  type WorkerDiagnostics,
} from './pool/generator-pool.ts';
export type { GeneratorPoolOptions } from './pool/pool-options.ts';
export type { PooledJob } from './pool/pooled-job.ts';
export { tryWorker, type WorkerTrial } from './pool/try-worker.ts';
export type { ProcessExit, ProcessResult, ProcessSpec, RunSpec } from './process/process-spec.ts';
export { runProcess } from './process/run-process.ts';
export {
  startService,
  type Service,
  type ServiceExit,
  type ServiceSpec,
} from './process/start-service.ts';
export { processGroupSandbox } from './sandbox/process-group-sandbox.ts';
export type { Trial, Trials } from './sandbox/probe/trial.ts';
export { sandboxCapabilities, type Sandbox, type SandboxCapability } from './sandbox/sandbox.ts';
export { selectOnFirstUse, type SandboxOnFirstUse } from './sandbox/select-on-first-use.ts';
export {
  readSandboxChoice,
  sandboxChoices,
  selectSandbox,
  type ConsideredTier,
  type SandboxChoice,
  type SandboxSelection,
  type SelectSandboxOptions,
} from './sandbox/select-sandbox.ts';
export { MissingServiceError, ServiceConflictError } from './service/errors.ts';
export type { LanguageModels, ModelAnswer, ModelQuestion } from './service/language-models.ts';
export type { PackRecord, PackStore } from './service/pack-store.ts';
export { PackStores } from './service/pack-stores.ts';
export { defineService, type ServiceToken } from './service/service-token.ts';
export { type ServiceLookup, Services } from './service/services.ts';
export {
  knowledgeService,
  modelsService,
  sandboxService,
  storeService,
} from './service/standard-services.ts';
export { biome } from './tool/biome.ts';
export { findPackage } from './tool/find-package.ts';
export { resolveTool, type Tool, type ToolDefinition } from './tool/resolve-tool.ts';
