import type { RunStatus } from '@millwright/engine';

/** What a person can ask for on the command line, after parsing. */
export type Command =
  | NewCommand
  | UpdateCommand
  | VerifyCommand
  | ExplainCommand
  | RunsCommand
  | WorkflowCommand
  | CatalogueCommand
  | PackCommand
  | KnowledgeCommand
  | DoctorCommand
  | HelpCommand
  | VersionCommand;

export interface NewCommand {
  readonly kind: 'new';
  /** The request itself, or undefined when it comes from `file` or standard input. */
  readonly request: string | undefined;
  /** A path, or `-` for standard input. */
  readonly file: string | undefined;
  /** Name of a template whose request is taken. */
  readonly template: string | undefined;
  readonly out: string | undefined;
  readonly yes: boolean;
  readonly run: boolean;
  /** `provider/name` of the language model that may repair what fails; as configured when undefined. */
  readonly model: string | undefined;
  readonly json: boolean;
}

export interface UpdateCommand {
  readonly kind: 'update';
  readonly folder: string;
  /** A path with a new request, or `-` for standard input; undefined when the blueprint in the folder was edited. */
  readonly file: string | undefined;
  readonly dryRun: boolean;
  readonly undo: boolean;
  readonly withoutBase: boolean;
  readonly yes: boolean;
  readonly json: boolean;
}

export interface VerifyCommand {
  readonly kind: 'verify';
  readonly folder: string;
  /** `restore` puts generated files back over edits, too. */
  readonly heal: 'nothing' | 'edits' | 'restore';
  /** `provider/name` of the language model that may repair, too; as configured when undefined. */
  readonly model: string | undefined;
  readonly json: boolean;
}

export type ExplainCommand =
  | {
      readonly kind: 'explain';
      /** A blueprint or a request, `-` for standard input, or the folder of a system. */
      readonly file: string;
      readonly json: boolean;
    }
  /** Prints the JSON Schema of blueprints. */
  | { readonly kind: 'explain'; readonly file: undefined; readonly json: true };

export type RunsCommand = { readonly kind: 'runs'; readonly json: boolean } & (
  | {
      readonly action: 'list';
      readonly status: readonly RunStatus[] | undefined;
      readonly limit: number;
      readonly offset: number;
    }
  | { readonly action: 'show'; readonly runId: string }
  | { readonly action: 'resume'; readonly runId: string }
  | { readonly action: 'pause'; readonly runId: string }
  | { readonly action: 'events'; readonly runId: string; readonly after: number; readonly follow: boolean }
  | { readonly action: 'retry'; readonly runId: string; readonly stage: string }
  | { readonly action: 'cancel'; readonly runId: string; readonly reason: string | undefined }
  | {
      readonly action: 'approve';
      readonly runId: string;
      /** May be left out when one stage waits. */
      readonly stage: string | undefined;
      /** JSON, or `@file`. */
      readonly answer: string;
      readonly by: string | undefined;
    }
  | {
      readonly action: 'fork';
      readonly runId: string;
      readonly from: string;
      /** JSON, or `@file`. */
      readonly input: string | undefined;
      readonly out: string | undefined;
    }
  | {
      readonly action: 'delete';
      /** One run; otherwise all that fit the rest. */
      readonly runId: string | undefined;
      readonly olderThanMs: number | undefined;
      readonly status: readonly RunStatus[] | undefined;
    }
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

/** What packs bring. */
export type CatalogueKind = 'packs' | 'generators' | 'checks' | 'templates';

export type CatalogueCommand = {
  readonly kind: 'catalogue';
  readonly of: CatalogueKind;
  readonly json: boolean;
} & (
  | { readonly action: 'list' }
  | {
      readonly action: 'explain';
      /** Capabilities that the generator must have, and those that count. */
      readonly required: readonly string[];
      readonly preferred: readonly string[];
    }
);

export interface PackCommand {
  readonly kind: 'pack';
  readonly action: 'create';
  readonly name: string;
  /** `packs/NAME` when left out. */
  readonly out: string | undefined;
  readonly json: boolean;
}

export type KnowledgeCommand = { readonly kind: 'knowledge'; readonly json: boolean } & (
  | { readonly action: 'list' }
  | { readonly action: 'search'; readonly question: string }
  /** Without a folder all systems are forgotten. */
  | { readonly action: 'forget'; readonly folder: string | undefined }
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
