import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { SystemModel } from '../../model/system.ts';

export interface FoundWarning {
  readonly code: string;
  readonly message: string;
  readonly suggestion?: string;
  readonly path: DocumentPath;
}

/** Looks for one kind of likely mistake. */
export type WarningFinder = (model: SystemModel) => readonly FoundWarning[];
