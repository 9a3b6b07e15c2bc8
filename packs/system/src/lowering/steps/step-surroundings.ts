import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { StepDocument } from '../../blueprint/document.ts';
import type { Field } from '../../model/field.ts';
import type { Step } from '../../model/operation.ts';
import type { OperationScope } from '../operation-scope.ts';

/** What steps need to know of their operation. */
export interface StepSurroundings {
  readonly scope: OperationScope;
  readonly input: InputDeclaration;
  readonly parameters: readonly string[];
  /** Lowers the steps inside a step. */
  readonly lowerSteps: (
    documents: readonly StepDocument[],
    path: DocumentPath,
    surroundings: StepSurroundings,
  ) => Step[];
}

/** The input an operation takes, and where the document says so. */
export interface InputDeclaration {
  readonly fields: readonly Field[];
  readonly path: DocumentPath;
}

/** The document of the step that begins with a key. */
export type StepOf<Key extends string> = Extract<StepDocument, Readonly<Record<Key, unknown>>>;
