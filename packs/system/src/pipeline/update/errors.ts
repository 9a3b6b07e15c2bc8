/** Thrown when a system does not carry what was generated last, so that edits cannot be told from what was generated. */
export class NoBaseError extends Error {
  readonly code = 'no_base';
  readonly remedy =
    'Restore .millwright/base, for example from git, or update with --without-base: that adds new files, replaces none, and puts what differs under .millwright/conflicts.';
  constructor(folder: string, why: string) {
    super(`${folder} cannot be updated: .millwright/base, which holds what was generated last, ${why}.`);
    this.name = 'NoBaseError';
  }
}

/** Thrown before anything is changed, when a person and a new request changed the same lines of the blueprint. */
export class BlueprintConflictError extends Error {
  readonly code = 'blueprint_conflict';
  readonly remedy = 'Change blueprint.yaml so that it answers the new request, then update without -f.';
  readonly place: { readonly line: number; readonly column: number };
  constructor(
    conflicts: readonly { readonly line: number; readonly theirs: string; readonly generated: string }[],
  ) {
    const shown = conflicts.map(
      ({ line, theirs, generated }) =>
        `line ${line}: yours is\n${indented(theirs)}\nand the new request asks for\n${indented(generated)}`,
    );
    super(
      `You and the new request changed the same places of blueprint.yaml; nothing was changed.\n${shown.join('\n')}`,
    );
    this.name = 'BlueprintConflictError';
    this.place = { line: conflicts[0]?.line ?? 1, column: 1 };
  }
}

/** Thrown when there is no update that could be undone. */
export class NothingToUndoError extends Error {
  readonly code = 'nothing_to_undo';
  constructor(folder: string) {
    super(`${folder} holds no update that can be undone: .millwright/undo is not there, or damaged.`);
    this.name = 'NothingToUndoError';
  }
}

function indented(text: string): string {
  const lines = text === '' ? ['(nothing)'] : text.trimEnd().split(/\r?\n/);
  return lines.map((line) => `    ${line}`).join('\n');
}
