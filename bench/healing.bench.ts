/**
 * What share of faults is healed: each is put into a generated system, which then goes through its proof and, where the proof
 * notices, through healing: as `verify --heal` repairs what people have written, and as `--heal --restore` does.
 *
 * MILLWRIGHT_FAULT=… tries only the faults whose names hold it; MILLWRIGHT_JOBS=… how many are tried at a time.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type Check, diffTrees, FileTree, withNeeds } from '../packages/factory/src/index.ts';
import { generateComponent } from '../packs/system/src/generation/components/generate-component.ts';
import { healSystem } from '../packs/system/src/healing/heal-system.ts';
import { systemFixers } from '../packs/system/src/healing/system-fixers.ts';
import { assembleSystem, designSystem, scaffoldFiles } from '../packs/system/src/pipeline/system-files.ts';
import type { ProofContext } from '../packs/system/src/proof/proof-context.ts';
import { type Proof, proveSystem } from '../packs/system/src/proof/prove-system.ts';
import { systemChecks } from '../packs/system/src/proof/system-checks.ts';
import { understand } from '../packs/system/src/request/understand.ts';
import { type Fault, faults, withFault } from './support/faults.ts';
import { inParallel } from './support/in-parallel.ts';
import { printTable } from './support/table.ts';

const blueprint = readFileSync(new URL('support/healing.blueprint.yaml', import.meta.url), 'utf8');
const reading = understand(blueprint);
const { model, unproven } = designSystem(reading);
const parts = model.components.map((component) => generateComponent(model, component).toJSON());
const generated = FileTree.from(await assembleSystem([scaffoldFiles(reading, model), ...parts]));
const { signal } = new AbortController();

const prove = (tree: FileTree, checks: readonly Check<ProofContext>[]): Promise<Proof> =>
  proveSystem({ tree, model, requirements: reading.requirements, unproven, checks });

/** Each part of the proof is made only when those before it find nothing: what is broken there fails all others, too. */
const stages: readonly (readonly Check<ProofContext>[])[] = [
  systemChecks.filter(({ tier, name }) => tier <= 2 && name !== 'unit-tests'),
  withNeeds(systemChecks, ['boots']),
  systemChecks,
];

async function proveInStages(tree: FileTree): Promise<Proof> {
  for (const checks of stages.slice(0, -1)) {
    const proof = await prove(tree, checks);
    if (hasFailed(proof)) return proof;
  }
  return prove(tree, systemChecks);
}

const sound = await prove(generated, systemChecks);
if (hasFailed(sound)) throw new Error('The system fails without any fault.');

const startedAt = performance.now();
const only = process.env['MILLWRIGHT_FAULT'] ?? '';
const jobs = Number(process.env['MILLWRIGHT_JOBS'] ?? availableParallelism());
const rows = await inParallel(
  faults.filter(({ name }) => name.includes(only)),
  jobs,
  async (fault) => {
    const row = await tried(fault);
    console.error(row.join(' · '));
    return row;
  },
);

printTable(
  'Faults in a generated system',
  ['fault', 'noticed by', '--heal', 'by', '--heal --restore', 'by'],
  rows,
);
const noticed = rows.filter((row) => row[1] !== '–' && row[1] !== 'does not fit');
const share = (column: number) =>
  `${noticed.filter((row) => row[column] === 'healed').length} of ${noticed.length}`;
printTable(
  'Healed',
  ['faults', 'noticed', '--heal', '--heal --restore', 'minutes'],
  [
    [
      String(rows.length),
      String(noticed.length),
      share(2),
      share(4),
      ((performance.now() - startedAt) / 60_000).toFixed(1),
    ],
  ],
);

async function tried(fault: Fault): Promise<string[]> {
  const tree = withFault(generated, fault);
  if (!tree) return [fault.name, 'does not fit', '', '', '', ''];
  const proof = await proveInStages(tree);
  const failed = proof.checks.filter(({ status }) => status === 'failed').map(({ name }) => name);
  if (failed.length === 0) return [fault.name, '–', '', '', '', ''];
  const inPlace = await healed(tree, proof, false);
  const whole = inPlace[0] === 'healed' ? inPlace : await healed(tree, proof, true);
  return [fault.name, failed.slice(0, 2).join(', '), ...inPlace, ...whole];
}

async function healed(tree: FileTree, proof: Proof, mayReplace: boolean): Promise<[string, string]> {
  const mayRestore = (path: string) => mayReplace || tree.get(path) === undefined;
  const { status, attempts } = await healSystem({
    tree,
    proof,
    subject: { generated, mayRestore },
    fixers: systemFixers,
    prove: (changed, check) => {
      if (diffTrees(changed, generated).length === 0) return Promise.resolve(sound);
      return check === undefined ? proveInStages(changed) : prove(changed, withNeeds(systemChecks, [check]));
    },
    signal,
  });
  const by = attempts
    .filter(({ outcome }) => outcome === 'accepted')
    .map(({ fixer }) => fixer.slice('system/'.length));
  return [status, by.join(', ')];
}

function hasFailed({ checks }: Proof): boolean {
  return checks.some(({ status }) => status === 'failed');
}
