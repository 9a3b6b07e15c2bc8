import type { StepDefinition } from '@millwright/engine/workflow';
import type { Check } from '../check/check.ts';
import type { Generator } from '../generator/generator.ts';
import type { Fixer } from '../healing/fixer.ts';
import type { Passage } from '../knowledge/passage.ts';
import type { Analyser } from './analyser.ts';
import type { ServiceToken } from '../service/service-token.ts';
import type { ServiceLookup } from '../service/services.ts';
import type { Template } from './template.ts';

// A generator takes its own model, a check and a fixer the context of their product: each gets what it says it takes.
// oxlint-disable-next-line typescript/no-explicit-any -- contravariant in a type that only the pack knows
export type AnyGenerator = Generator<any>;
// oxlint-disable-next-line typescript/no-explicit-any -- as above
export type AnyCheck = Check<any>;
// oxlint-disable-next-line typescript/no-explicit-any -- as above
export type AnyFixer = Fixer<any>;

// oxlint-disable-next-line typescript/no-explicit-any -- as above
export type AnyAnalyser = Analyser<any>;

/** What a pack brings. Names begin with the pack's own: `system/controller`, and for stages `system.deploy`. */
export interface PackContents {
  readonly generators?: readonly AnyGenerator[];
  /** By the product they prove, the name of the pack that makes it: `{ system: [licences] }`. */
  readonly checks?: Readonly<Record<string, readonly AnyCheck[]>>;
  /** By the product they repair. */
  readonly fixers?: Readonly<Record<string, readonly AnyFixer[]>>;
  /** Kinds of steps for workflows: `uses: payments.charge`. */
  readonly stages?: readonly StepDefinition[];
  readonly templates?: readonly Template[];
  /** By the product whose model they make of a request. */
  readonly analysers?: Readonly<Record<string, readonly AnyAnalyser[]>>;
  /** Documentation, patterns and earlier work, for the knowledge service. Called when somebody asks it for the first time. */
  readonly knowledge?: () => readonly Passage[] | Promise<readonly Passage[]>;
}

/** A plug-in: everything Millwright knows about one kind of product. */
export interface Pack {
  /** Unique in a factory, kebab-case. */
  readonly name: string;
  /** Semantic version of the pack. */
  readonly version: string;
  readonly description: string;
  /** Range of Millwright versions it works with: `^0.1.0`. */
  readonly millwright: string;
  /** Packs it builds on, with the range of their versions. */
  readonly requires?: Readonly<Record<string, string>>;
  /** Services it cannot do without. */
  readonly services?: readonly ServiceToken<unknown>[];
  /** Called once, before anything of the pack is used and after the packs it requires. */
  setup(services: ServiceLookup): PackContents | Promise<PackContents>;
  /** Called once when the factory closes, in reverse order of `setup`. */
  close?(): void | Promise<void>;
}

/** Declares a pack; a pack's entry file has it as its default export. */
export function definePack(pack: Pack): Pack {
  return Object.freeze(pack);
}
