import type { GeneratorMetrics, PackAssembly } from '@millwright/factory';
import type { CatalogueCommand, CatalogueKind } from '../cli/commands.ts';
import { type Console, writeJson } from '../cli/console.ts';
import { type ExitCode, exitCode } from '../cli/exit-codes.ts';
import { stateFolder } from '../mill/state-folder.ts';
import { type Factory, openFactory } from './open-factory.ts';

/** One thing that packs bring, as lists show it. */
interface Entry {
  readonly name: string;
  readonly version?: string;
  readonly description: string;
  readonly capabilities?: readonly string[];
  readonly tier?: number;
}

/** Lists what the packs in use bring, or explains which generator would be taken. */
export async function runCatalogue(command: CatalogueCommand, console: Console): Promise<ExitCode> {
  const { workingDirectory, environment } = console;
  await using factory = openFactory({
    project: workingDirectory,
    state: stateFolder(environment, workingDirectory),
  });
  if (command.action === 'list') await list(command, await factory.packs(), console);
  else await explain(command, factory, console);
  return exitCode.proven;
}

const entriesOf: Readonly<Record<CatalogueKind, (packs: PackAssembly) => readonly Entry[]>> = {
  packs: ({ packs }) => packs.map(({ name, version, description }) => ({ name, version, description })),
  generators: ({ generators }) =>
    generators
      .list()
      .map(({ name, version, description, capabilities }) => ({ name, version, description, capabilities })),
  templates: ({ templates }) =>
    [...templates.values()].map(({ name, title, description }) => ({
      name,
      description: `${title}: ${description}`,
    })),
  checks: ({ packs, checksOf }) =>
    packs.flatMap((pack) =>
      checksOf(pack.name).map(({ name, tier }) => ({
        name,
        tier,
        description: `tier ${tier} of ${pack.name}`,
      })),
    ),
};

async function list({ of, json }: CatalogueCommand, packs: PackAssembly, console: Console): Promise<void> {
  const entries = entriesOf[of](packs);
  const { problems } = packs;
  if (json) {
    await writeJson(console.out, { [of]: entries, problems });
    return;
  }
  const width = Math.max(0, ...entries.map(({ name }) => name.length));
  for (const { name, version = '', description, capabilities = [] } of entries) {
    console.out.write(`${name.padEnd(width)}  ${version.padEnd(version === '' ? 0 : 8)}${description}\n`);
    if (capabilities.length > 0) console.out.write(`${' '.repeat(width)}  ${capabilities.join(' ')}\n`);
  }
  for (const { message, remedy } of problems) console.err.write(`✖ ${message}\n    ${remedy}\n`);
}

async function explain(
  command: Extract<CatalogueCommand, { action: 'explain' }>,
  { config, packs, metricsOf }: Factory,
  console: Console,
): Promise<void> {
  const { required, preferred, json } = command;
  const { generators } = await packs();
  const chosen = required
    .map((capability) => config.generators[capability])
    .find((name) => name !== undefined);
  const { generator, score, candidates } = generators.select({ required, preferred, chosen });
  if (json) {
    const told = candidates.map((candidate) => {
      const metrics = metricsOf(candidate.name);
      return { ...candidate, ...(metrics && { metrics }) };
    });
    await writeJson(console.out, { required, preferred, selected: generator.name, score, candidates: told });
    return;
  }
  console.out.write(
    `${generator.name} is taken: it has ${required.join(', ')}${scoreText(score, preferred)}\n`,
  );
  console.out.write(`  ${experienceText(metricsOf(generator.name))}\n`);
  for (const { name, passedOver } of candidates) {
    if (passedOver !== undefined) console.out.write(`  ${name}: ${passedOver}\n`);
  }
}

function scoreText(score: number, preferred: readonly string[]): string {
  if (preferred.length === 0) return '';
  return `, and ${Math.round(score * preferred.length)} of ${preferred.length} that are preferred (score ${score.toFixed(2)})`;
}

function experienceText(metrics: GeneratorMetrics | undefined): string {
  if (metrics === undefined) return 'It has not run here yet.';
  const { jobs, failures, files, characters, totalMs, longestMs } = metrics;
  const times = `${Math.ceil(totalMs / jobs)} ms each, ${Math.ceil(longestMs)} ms at most`;
  const output = `${files} files, ${Math.ceil(characters / 1000)} kB`;
  return `Here it has run ${jobs} times (${times}), failed ${failures} times, and made ${output}.`;
}
