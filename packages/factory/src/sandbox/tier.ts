import type { SandboxLimits } from './isolation/limits.ts';
import type { Sandbox } from './sandbox.ts';

export interface FoundTool {
  readonly command: string;
  readonly version: string;
}

export interface MissingTool {
  /** What is missing and how to get it. */
  readonly why: string;
}

/** One way to isolate. The tool it needs may or may not be here. */
export interface SandboxTier {
  readonly name: string;
  find(): Promise<FoundTool | MissingTool>;
  create(tool: FoundTool, limits: SandboxLimits): Sandbox;
}
