/** What a person can ask for on the command line, after parsing. */
export type Command =
  | NewCommand
  | VerifyCommand
  | RunsCommand
  | WorkflowCommand
  | DoctorCommand
  | HelpCommand
  | VersionCommand;

export interface NewCommand {
  readonly kind: 'new';
  /** The request itself, or undefined when it comes from `file` or standard input. */
  readonly request: string | undefined;
  /** A path, or `-` for standard input. */
  readonly file: string | undefined;
  readonly out: string | undefined;
  readonly yes: boolean;
  readonly run: boolean;
  readonly json: boolean;
}

export interface VerifyCommand {
  readonly kind: 'verify';
  readonly folder: string;
  readonly json: boolean;
}

export type RunsCommand = { readonly kind: 'runs'; readonly json: boolean } & (
  | { readonly action: 'list'; readonly limit: number; readonly offset: number }
  | { readonly action: 'show'; readonly runId: string }
  | { readonly action: 'events'; readonly runId: string; readonly after: number }
  | { readonly action: 'resume'; readonly runId: string }
);

export type WorkflowCommand = { readonly kind: 'workflow'; readonly json: boolean } & (
  | {
      readonly action: 'run';
      readonly file: string;
      /** JSON, or `@file`. */
      readonly input: string | undefined;
      /** Stop before every step. */
      readonly debug: boolean;
      /** Steps to stop before. */
      readonly breakpoints: readonly string[];
      /** Modules with step kinds. */
      readonly packs: readonly string[];
    }
  | { readonly action: 'validate'; readonly file: string; readonly packs: readonly string[] }
  | {
      readonly action: 'graph';
      readonly file: string;
      readonly format: 'text' | 'mermaid' | 'svg';
      readonly packs: readonly string[];
    }
  | {
      readonly action: 'answer';
      readonly runId: string;
      readonly stage: string;
      /** JSON, or `@file`. */
      readonly answer: string;
      readonly by: string | undefined;
    }
  | { readonly action: 'next'; readonly runId: string; readonly step: string | undefined }
);

export interface DoctorCommand {
  readonly kind: 'doctor';
  readonly json: boolean;
}

export interface HelpCommand {
  readonly kind: 'help';
  readonly topic: string | undefined;
}

export interface VersionCommand {
  readonly kind: 'version';
}
