/** Thrown by FileTree when a path could leave the folder it is written to, or could not exist on every platform. */
export class UnsafePathError extends Error {
  readonly code = 'unsafe_path';
  readonly path: string;
  constructor(path: string, reason: string) {
    super(`The path ${JSON.stringify(path)} is not safe to write: ${reason}.`);
    this.name = 'UnsafePathError';
    this.path = path;
  }
}

/** Thrown when two generators write different content to one path. */
export class FileConflictError extends Error {
  readonly code = 'file_conflict';
  readonly path: string;
  constructor(path: string) {
    super(`Two generators wrote different content to ${path}.`);
    this.name = 'FileConflictError';
    this.path = path;
  }
}

/** Thrown when two paths of a tree would be one file, or a file and a folder, on some platform. */
export class PathCollisionError extends Error {
  readonly code = 'path_collision';
  readonly path: string;
  readonly other: string;
  constructor(path: string, other: string) {
    super(`${path} and ${other} cannot exist side by side on every platform.`);
    this.name = 'PathCollisionError';
    this.path = path;
    this.other = other;
  }
}

/** Thrown before anything is written, when the target holds files and nobody said what to do with them. */
export class FolderNotEmptyError extends Error {
  readonly code = 'folder_not_empty';
  readonly folder: string;
  constructor(folder: string) {
    super(`${folder} exists and is not an empty folder. Choose another folder, or empty this one.`);
    this.name = 'FolderNotEmptyError';
    this.folder = folder;
  }
}

/** Thrown when a tree could not be written; whatever had been written was taken back. `disk_full` is ENOSPC or a quota. */
export class TreeWriteError extends Error {
  readonly code: 'disk_full' | 'tree_not_written';
  readonly folder: string;
  constructor(folder: string, cause: unknown) {
    const errno = (cause as NodeJS.ErrnoException | undefined)?.code;
    const isDiskFull = errno === 'ENOSPC' || errno === 'EDQUOT';
    const reason = isDiskFull ? 'the disk is full' : cause instanceof Error ? cause.message : String(cause);
    super(`Nothing was written to ${folder}: ${reason}.`, { cause });
    this.name = 'TreeWriteError';
    this.code = isDiskFull ? 'disk_full' : 'tree_not_written';
    this.folder = folder;
  }
}

/** Thrown when a folder holds more than a tree may. */
export class TreeTooLargeError extends Error {
  readonly code = 'tree_too_large';
  constructor(folder: string, limit: string) {
    super(`${folder} is too large to read: it holds more than ${limit}.`);
    this.name = 'TreeTooLargeError';
  }
}

/** Thrown when a command cannot be started: it is missing, not executable, or its folder does not exist. */
export class ProcessStartError extends Error {
  readonly code = 'process_not_started';
  readonly command: string;
  constructor(command: string, cwd: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`${command} could not be started in ${cwd}: ${reason}.`, { cause });
    this.name = 'ProcessStartError';
    this.command = command;
  }
}

/** Thrown when a service ended, or stayed silent, instead of getting ready. Its process group is dead by then. */
export class ServiceStartError extends Error {
  readonly code = 'service_not_ready';
  readonly stdout: string;
  readonly stderr: string;
  constructor(details: { command: string; reason: string; stdout: string; stderr: string }) {
    super(`${details.command} did not get ready: ${details.reason}.`);
    this.name = 'ServiceStartError';
    this.stdout = details.stdout;
    this.stderr = details.stderr;
  }
}

/** Thrown when generated code may run only where it is isolated, and nothing on this machine isolates it. */
export class SandboxUnavailableError extends Error {
  readonly code = 'sandbox_unavailable';
  readonly wanted: string;
  constructor(wanted: string, reasons: readonly string[]) {
    super(`The sandbox asked for (${wanted}) does not work on this machine. ${reasons.join(' ')}`.trim());
    this.name = 'SandboxUnavailableError';
    this.wanted = wanted;
  }
}

/** Thrown when a person asks for a sandbox by a name that none has. */
export class UnknownSandboxError extends Error {
  readonly code = 'unknown_sandbox';
  readonly remedy: string;
  constructor(name: string, choices: readonly string[]) {
    super(`There is no sandbox named ${JSON.stringify(name)}.`);
    this.name = 'UnknownSandboxError';
    this.remedy = `Choose one of ${choices.join(', ')}, or none to get the best that works.`;
  }
}

/** Thrown when a tool that checks or formats code is not installed. */
export class ToolMissingError extends Error {
  readonly code = 'tool_missing';
  readonly tool: string;
  constructor(tool: string, packageName: string) {
    super(`${tool} is not installed: the package ${packageName} was not found. Run npm install.`);
    this.name = 'ToolMissingError';
    this.tool = tool;
  }
}

/** Thrown when a tool ended without an answer that can be read: it crashed, ran out of time or was configured wrongly. */
export class ToolFailedError extends Error {
  readonly code = 'tool_failed';
  readonly tool: string;
  readonly output: string;
  constructor(
    tool: string,
    result: { exitCode: number | null; stdout: string; stderr: string; timedOut: boolean },
  ) {
    const output = `${result.stderr}\n${result.stdout}`.trim();
    const reason = result.timedOut ? 'it ran out of time' : `exit code ${result.exitCode}`;
    super(`${tool} gave no readable answer (${reason}): ${output.slice(0, 500)}`);
    this.name = 'ToolFailedError';
    this.tool = tool;
    this.output = output;
  }
}

/** Thrown when checks cannot be put in an order: two of one name, a need that does not exist, or a circle. */
export class CheckPlanError extends Error {
  readonly code = 'check_plan_invalid';
  constructor(problem: string) {
    super(`These checks cannot run together: ${problem}.`);
    this.name = 'CheckPlanError';
  }
}

/** Thrown when a generator of the same name is registered already. */
export class GeneratorConflictError extends Error {
  readonly code = 'generator_conflict';
  readonly generator: string;
  constructor(generator: string, versions: readonly [string, string]) {
    super(
      `The generator ${generator} is registered already (version ${versions[0]}; now also ${versions[1]}).`,
    );
    this.name = 'GeneratorConflictError';
    this.generator = generator;
  }
}

/** Thrown when no registered generator can do what is asked; the message lists why each was passed over. */
export class NoGeneratorError extends Error {
  readonly code = 'no_generator';
  constructor(wanted: string, passedOver: readonly string[]) {
    const reasons =
      passedOver.length > 0 ? passedOver.map((line) => `\n  ${line}`).join('') : ' none is registered';
    super(`No generator fits ${wanted}:${reasons}`);
    this.name = 'NoGeneratorError';
  }
}

/** Thrown when a generator is asked for by a name that nobody registered. */
export class UnknownGeneratorError extends Error {
  readonly code = 'unknown_generator';
  readonly generator: string;
  constructor(generator: string) {
    super(`There is no generator named ${generator}.`);
    this.name = 'UnknownGeneratorError';
    this.generator = generator;
  }
}

/** Thrown when a generator is given a model it does not accept. */
export class ModelNotAcceptedError extends Error {
  readonly code = 'model_not_accepted';
  constructor(generator: string, problems: readonly string[]) {
    super(`The generator ${generator} does not accept this model: ${problems.join('; ')}.`);
    this.name = 'ModelNotAcceptedError';
  }
}

/** Thrown when a configuration asks for a generator where it cannot be taken. */
export class GeneratorChoiceError extends Error {
  readonly code = 'bad_generator_choice';
  constructor(capability: string, generator: string, capabilities: readonly string[]) {
    super(
      `The configuration asks for ${generator} for ${capability}, which it does not have. It has ${capabilities.join(', ')}.`,
    );
    this.name = 'GeneratorChoiceError';
  }
}

/** Thrown when a generator returns something else than files. */
export class FilesMalformedError extends Error {
  readonly code = 'files_malformed';
  readonly generator: string;
  constructor(generator: string, problem: string) {
    super(`${generator} returned something else than a tree or a list of { path, content }: ${problem}`);
    this.name = 'FilesMalformedError';
    this.generator = generator;
  }
}

/** Thrown before anything is written, when files are not as they were when the changes to them were worked out. */
export class ChangedMeanwhileError extends Error {
  readonly code = 'changed_meanwhile';
  readonly paths: readonly string[];
  constructor(paths: readonly string[]) {
    const shown = paths.slice(0, 5).join(', ') + (paths.length > 5 ? ` and ${paths.length - 5} more` : '');
    super(`Nothing was written: since this was worked out, other changes were made to ${shown}.`);
    this.name = 'ChangedMeanwhileError';
    this.paths = paths;
  }
}

/** Thrown when packed files cannot be unpacked: the text is damaged, cut off, or of a later format. */
export class PackedFilesError extends Error {
  readonly code = 'unreadable_pack';
  constructor(cause: unknown) {
    super('The packed files are damaged, or were written by a later version.', { cause });
    this.name = 'PackedFilesError';
  }
}
