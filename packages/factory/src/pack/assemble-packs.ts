import type { StepDefinition } from '@millwright/engine/workflow';
import type { Passage } from '../knowledge/passage.ts';
import { GeneratorRegistry } from '../generator/generator-registry.ts';
import { metNeeds } from './met-needs.ts';
import { orderPacks } from './order-packs.ts';
import { checkContents } from './check-contents.ts';
import { type PartKind, preparePart, problemOfPart } from './prepare-part.ts';
import type { AnyAnalyser, AnyCheck, AnyFixer, Pack, PackContents } from './pack.ts';
import type { PackProblem } from './pack-problem.ts';
import type { ServiceLookup, Services } from '../service/services.ts';
import { runPackCode } from './run-pack-code.ts';
import type { Template } from './template.ts';

/** The packs in use and all they bring, by name. */
export interface PackAssembly {
  /** In the order of their setup. */
  readonly packs: readonly Pack[];
  /** Which packs, and which parts of packs, are not in use, and why. */
  readonly problems: readonly PackProblem[];
  readonly generators: GeneratorRegistry;
  /** Of one product, in the order of the packs. */
  readonly checksOf: (product: string) => readonly AnyCheck[];
  readonly fixersOf: (product: string) => readonly AnyFixer[];
  readonly stages: ReadonlyMap<string, StepDefinition>;
  readonly templates: ReadonlyMap<string, Template>;
  readonly analysersOf: (product: string) => readonly AnyAnalyser[];
  /** What the packs know; one that fails to say it says nothing. */
  knowledge(): Promise<readonly Passage[]>;
  /** Closes the packs in reverse order of their setup. Throws the first error once all have been closed. */
  close(): Promise<void>;
}

export interface AssembleOptions {
  /** Version of the running Millwright. */
  readonly millwright: string;
  readonly services: Pick<Services, 'forPack'>;
  /** Where packs were found, to tell apart those of one name. */
  readonly places?: ReadonlyMap<Pack, string>;
}

/** Sets packs up in the order of what they require and gathers what they bring. A pack that fails takes no other down. */
export async function assemblePacks(
  given: readonly Pack[],
  { millwright, services, places }: AssembleOptions,
): Promise<PackAssembly> {
  const { packs: ordered, problems: unusable } = orderPacks(given, millwright, places);
  const problems = [...unusable];
  const packs: Pack[] = [];
  const gathered = new Gathered(problems);
  for (const pack of ordered) {
    const own = services.forPack(pack.name);
    const problem = missingPart(pack, packs) ?? missingService(pack, own);
    if (problem) {
      problems.push(problem);
      continue;
    }
    try {
      const contents = await runPackCode(() => pack.setup(own));
      gathered.add(pack, checkContents(contents));
      packs.push(pack);
    } catch (error) {
      problems.push(failedSetup(pack, error));
    }
  }
  const { generators, fixers, stages, templates, analysers } = gathered;
  const checks = new Map<string, readonly AnyCheck[]>();
  for (const [product, own] of gathered.checks) {
    const met = metNeeds([...own.values()], product);
    checks.set(product, met.checks);
    problems.push(...met.problems);
  }
  return {
    packs,
    problems,
    generators,
    checksOf: (product) => checks.get(product) ?? [],
    fixersOf: (product) => [...(fixers.get(product)?.values() ?? [])],
    stages,
    templates,
    analysersOf: (product) => [...(analysers.get(product)?.values() ?? [])],
    knowledge: async () => (await Promise.all(gathered.knowledge.map(passagesOf))).flat(),
    close: () => closeAll(packs),
  };
}

/** Everything of all packs; a name belongs to whoever brings it first. */
class Gathered {
  readonly generators = new GeneratorRegistry();
  /** By product, then by name. */
  readonly checks = new Map<string, Map<string, AnyCheck>>();
  readonly fixers = new Map<string, Map<string, AnyFixer>>();
  readonly stages = new Map<string, StepDefinition>();
  readonly templates = new Map<string, Template>();
  readonly analysers = new Map<string, Map<string, AnyAnalyser>>();
  readonly knowledge: NonNullable<PackContents['knowledge']>[] = [];
  readonly #problems: PackProblem[];

  constructor(problems: PackProblem[]) {
    this.#problems = problems;
  }

  add(pack: Pack, contents: PackContents): void {
    for (const generator of this.#sound(pack, 'generator', contents.generators)) {
      if (this.#mayBring(pack, 'generator', generator.name, this.generators.find(generator.name))) {
        this.generators.register(generator);
      }
    }
    this.#keepByProduct(pack, 'check', this.checks, contents.checks);
    this.#keepByProduct(pack, 'fixer', this.fixers, contents.fixers);
    this.#keep(pack, 'stage', this.stages, contents.stages);
    this.#keep(pack, 'template', this.templates, contents.templates);
    this.#keepByProduct(pack, 'analyser', this.analysers, contents.analysers);
    if (contents.knowledge) this.knowledge.push(contents.knowledge);
  }

  #keep<Part extends { readonly name: string }>(
    pack: Pack,
    kind: PartKind,
    kept: Map<string, Part>,
    parts: readonly Part[] | undefined,
  ): void {
    for (const part of this.#sound(pack, kind, parts)) {
      if (this.#mayBring(pack, kind, part.name, kept.get(part.name))) kept.set(part.name, part);
    }
  }

  #keepByProduct<Part extends { readonly name: string }>(
    pack: Pack,
    kind: PartKind,
    kept: Map<string, Map<string, Part>>,
    parts: Readonly<Record<string, readonly Part[]>> = {},
  ): void {
    for (const [product, own] of Object.entries(parts)) {
      const present = kept.get(product) ?? new Map<string, Part>();
      kept.set(product, present);
      for (const part of this.#sound(pack, kind, own)) {
        // Within its own product a pack may leave its name out: reports would repeat it in every line.
        const isShort = product === pack.name && !part.name.includes('/');
        const name = isShort ? `${pack.name}/${part.name}` : part.name;
        if (this.#mayBring(pack, kind, name, present.get(part.name))) present.set(part.name, part);
      }
    }
  }

  /** The parts that can be used, made complete. */
  #sound<Part>(pack: Pack, kind: PartKind, parts: readonly Part[] = []): readonly Part[] {
    const isSound = (part: Part, index: number) => {
      const problem = problemOfPart(kind, part);
      if (problem === undefined) return true;
      this.#problems.push(
        malformedPart(pack, `${kind} ${(part as { name?: string })?.name ?? index + 1}`, problem),
      );
      return false;
    };
    return parts.filter(isSound).map((part) => preparePart(kind, part));
  }

  #mayBring(pack: Pack, kind: PartKind, name: string, present: unknown): boolean {
    const separator = kind === 'stage' ? '.' : '/';
    if (!name.startsWith(`${pack.name}${separator}`)) {
      this.#problems.push({
        pack: pack.name,
        code: 'foreign_name',
        message: `${pack.name} brings the ${kind} ${name}, which is not among its own names.`,
        remedy: `Call it ${pack.name}${separator}${name.split(separator).at(-1)}.`,
      });
      return false;
    }
    if (present === undefined) return true;
    this.#problems.push({
      pack: pack.name,
      code: 'name_conflict',
      message: `${pack.name} brings the ${kind} ${name} twice. The first is used.`,
      remedy: 'Give one of them another name.',
    });
    return false;
  }
}

async function passagesOf(knowledge: NonNullable<PackContents['knowledge']>): Promise<readonly Passage[]> {
  try {
    return await knowledge();
  } catch {
    return [];
  }
}

/** A pack it requires may have failed in its setup. */
function missingPart(pack: Pack, ready: readonly Pack[]): PackProblem | undefined {
  const missing = Object.keys(pack.requires ?? {}).find((name) => ready.every((one) => one.name !== name));
  if (missing === undefined) return undefined;
  return {
    pack: pack.name,
    code: 'missing_pack',
    message: `${pack.name} requires ${missing}, which could not be set up.`,
    remedy: `Mend ${missing} first.`,
  };
}

function missingService(pack: Pack, services: ServiceLookup): PackProblem | undefined {
  const missing = (pack.services ?? []).filter((token) => !services.has(token)).map(({ name }) => name);
  if (missing.length === 0) return undefined;
  return {
    pack: pack.name,
    code: 'missing_service',
    message: `${pack.name} needs what this Millwright does not provide: ${missing.join(', ')}.`,
    remedy: `Configure ${missing.join(', ')}, or remove ${pack.name}.`,
  };
}

function malformedPart(pack: Pack, part: string, problem: string): PackProblem {
  return {
    pack: pack.name,
    code: 'part_malformed',
    message: `The ${part} of ${pack.name} cannot be used: ${problem}`,
    remedy: `Mend it; the other parts of ${pack.name} are in use.`,
  };
}

function failedSetup(pack: Pack, error: unknown): PackProblem {
  return {
    pack: pack.name,
    code: 'pack_broken',
    message: `${pack.name} ${pack.version} could not be set up: ${error instanceof Error ? error.message : String(error)}`,
    remedy: `Mend ${pack.name}, or remove it.`,
  };
}

async function closeAll(packs: readonly Pack[]): Promise<void> {
  const failures: unknown[] = [];
  for (const pack of packs.toReversed()) {
    try {
      await pack.close?.();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
