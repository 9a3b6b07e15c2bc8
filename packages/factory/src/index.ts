export {
  CheckPlanError,
  FileConflictError,
  FolderNotEmptyError,
  GeneratorConflictError,
  ModelNotAcceptedError,
  NoGeneratorError,
  PathCollisionError,
  ProcessStartError,
  ServiceStartError,
  ToolMissingError,
  TreeTooLargeError,
  TreeWriteError,
  UnsafePathError,
} from './errors.ts';
export { FileTree, type GeneratedFile } from './file-tree/file-tree.ts';
export { safePath } from './file-tree/safe-path.ts';
export { runProcess } from './process/run-process.ts';
export {
  startService,
  type Service,
  type ServiceExit,
  type ServiceSpec,
} from './process/start-service.ts';
export type { ProcessExit, ProcessResult, ProcessSpec, RunSpec } from './process/process-spec.ts';
export { processGroupSandbox } from './sandbox/process-group-sandbox.ts';
export { sandboxCapabilities, type Sandbox, type SandboxCapability } from './sandbox/sandbox.ts';
