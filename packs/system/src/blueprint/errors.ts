import type { Diagnostic, DocumentPath } from './diagnostic.ts';
import type { BlueprintSource } from './source.ts';

/** What can be read of a blueprint whose shape is wrong in places. */
export interface ReadableRest {
  readonly source: BlueprintSource;
  /** Where something was taken out. */
  readonly mended: readonly DocumentPath[];
}

/**
 * A blueprint that cannot be built. Thrown by reading and by lowering, with everything that was found wrong; retrying is
 * no use until the blueprint changes.
 */
export class BlueprintError extends Error {
  readonly code = 'invalid_blueprint';
  readonly diagnostics: readonly Diagnostic[];
  readonly file: string | undefined;
  readonly readable: ReadableRest | undefined;

  constructor(diagnostics: readonly Diagnostic[], file?: string, readable?: ReadableRest) {
    super(diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, file)).join('\n'));
    this.name = 'BlueprintError';
    this.diagnostics = diagnostics;
    this.file = file;
    this.readable = readable;
  }
}

/** `blueprint.yaml:12:5: unknown_type: There is no type `txt`. Did you mean `text`?` */
function formatDiagnostic(diagnostic: Diagnostic, file = 'blueprint'): string {
  const place = diagnostic.line === undefined ? '' : `:${diagnostic.line}:${diagnostic.column ?? 1}`;
  const path = diagnostic.path === '' ? '' : ` (${diagnostic.path})`;
  const suggestion = diagnostic.suggestion === undefined ? '' : ` ${diagnostic.suggestion}`;
  return `${file}${place}: ${diagnostic.code}: ${diagnostic.message}${suggestion}${path}`;
}
