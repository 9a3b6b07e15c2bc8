/**
 * What share of faults is healed: each is put into a generated system, which then goes through its proof and, where the proof
 * notices, through healing. First without putting generated files back, as in files that a person wrote; then with it.
 */
import { readFileSync } from 'node:fs';
import { FileTree } from '../packages/factory/src/index.ts';
import { generateComponent } from '../packs/system/src/generation/components/generate-component.ts';
import { healSystem } from '../packs/system/src/healing/heal-system.ts';
import { systemFixers } from '../packs/system/src/healing/system-fixers.ts';
import { assembleSystem, designSystem, scaffoldFiles } from '../packs/system/src/pipeline/system-files.ts';
import { type Proof, proveSystem } from '../packs/system/src/proof/prove-system.ts';
import { understand } from '../packs/system/src/request/understand.ts';
import { type Fault, faults, withFault } from './support/faults.ts';
import { printTable } from './support/table.ts';

const blueprint = readFileSync(new URL('support/healing.blueprint.yaml', import.meta.url), 'utf8');
const reading = understand(blueprint);
const { model, unproven } = designSystem(reading);
const parts = model.components.map((component) => generateComponent(model, component).toJSON());
const generated = FileTree.from(await assembleSystem([scaffoldFiles(reading, model), ...parts]));
const { signal } = new AbortController();

const prove = (tree: FileTree): Promise<Proof> =>
  proveSystem({ tree, model, requirements: reading.requirements, unproven });

const only = process.env['MILLWRIGHT_FAULT'];
const rows: string[][] = [];
for (const fault of faults)
  if (only === undefined || fault.name.includes(only)) rows.push(await tried(fault));

printTable(
  'Faults in a generated system',
  ['fault', 'noticed by', 'in place', 'by', 'with generated files', 'by'],
  rows,
);
const share = (column: number) => {
  const noticed = rows.filter((row) => row[1] !== '–');
  const healed = noticed.filter((row) => row[column] === 'healed');
  return `${healed.length} of ${noticed.length}`;
};
printTable(
  'Healed',
  ['faults', 'noticed', 'in place', 'with generated files'],
  [[String(rows.length), String(rows.filter((row) => row[1] !== '–').length), share(2), share(4)]],
);

async function tried(fault: Fault): Promise<string[]> {
  const tree = withFault(generated, fault);
  if (!tree) return [fault.name, 'does not fit', '', '', '', ''];
  const proof = await prove(tree);
  const failed = proof.checks.filter(({ status }) => status === 'failed').map(({ name }) => name);
  if (failed.length === 0) return [fault.name, '–', '', '', '', ''];
  const inPlace = await healed(tree, proof, false);
  const whole = inPlace[0] === 'healed' ? inPlace : await healed(tree, proof, true);
  return [fault.name, failed.slice(0, 2).join(', '), ...inPlace, ...whole];
}

async function healed(tree: FileTree, proof: Proof, mayRestore: boolean): Promise<[string, string]> {
  const subject = { generated, mayRestore: () => mayRestore };
  const { status, attempts } = await healSystem({
    tree,
    proof,
    subject,
    fixers: systemFixers,
    prove,
    signal,
  });
  const by = attempts
    .filter(({ outcome }) => outcome === 'accepted')
    .map(({ fixer }) => fixer.slice('system/'.length));
  return [status, by.join(', ')];
}
