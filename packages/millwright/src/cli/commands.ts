/** What a person can ask for on the command line, after parsing. */
export type Command = NewCommand | VerifyCommand | RunsCommand | DoctorCommand | HelpCommand | VersionCommand;

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
