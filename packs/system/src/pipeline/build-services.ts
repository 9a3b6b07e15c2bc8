import type { Sandbox } from '@millwright/factory';

/** What a build needs from outside: nothing here is journaled. */
export interface BuildServices {
  /** Where generated code runs while it is proven. */
  readonly sandbox: Sandbox;
  /** Folder of the state of builds; systems are staged below it while they are proven. */
  readonly stateFolder: string;
}
