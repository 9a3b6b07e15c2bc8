import type { GeneratorRunner, PackAssembly, ServiceLookup } from '@millwright/factory';

/** What a build needs from outside: nothing here is journaled. */
export interface BuildServices {
  /** The services of the factory, as this pack sees them. */
  readonly provided: ServiceLookup;
  /** Folder of the state of builds; systems are staged below it while they are proven. */
  readonly stateFolder: string;
  /** The packs in use; loaded when they are first asked for. */
  readonly packs: () => Promise<PackAssembly>;
  /** Runs their generators. */
  readonly runner: () => Promise<GeneratorRunner>;
  /** Generators that a configuration asks for, by capability: `{ 'component:Store': 'acme/store' }`. */
  readonly chosenGenerators?: Readonly<Record<string, string>>;
}
