import { defineFixer, type FileTree } from '@millwright/factory';
import type { HealingSubject } from '../healing-subject.ts';
import { withFile } from '../with-file.ts';

type Section = Record<string, string>;
interface Manifest {
  dependencies?: Section;
  devDependencies?: Section;
  scripts?: Section;
}

const path = 'package.json';
const named = /^(?:The package |The system asks for |The script )?(\S+)/;

/** Declares what code imports, in the version that was generated, and leads scripts to files that are there. */
export const manifestFixer = defineFixer<HealingSubject>({
  name: 'system/packages',
  version: '1',
  description:
    'Declares packages that are imported, in the versions and with the scripts that were generated.',
  fixes: ({ finding: { code } }) => Object.hasOwn(repairs, code),
  fix: (failures, { tree, subject }) => {
    const manifest = readManifest(tree);
    const generated = readManifest(subject.generated);
    if (!manifest || !generated) return undefined;
    for (const failure of failures) {
      const [, name = ''] = named.exec(failure.finding.message) ?? [];
      repairs[failure.finding.code]?.(manifest, generated, name);
    }
    return withFile(tree, path, `${JSON.stringify(manifest, null, 2)}\n`);
  },
});

type Repair = (manifest: Manifest, generated: Manifest, name: string) => void;

const declare: Repair = (manifest, generated, name) => {
  const version = generated.dependencies?.[name] ?? manifest.devDependencies?.[name];
  if (version === undefined) return;
  manifest.dependencies = sorted({ ...manifest.dependencies, [name]: version });
  delete manifest.devDependencies?.[name];
};

const setVersion: Repair = (manifest, generated, name) => {
  for (const section of ['dependencies', 'devDependencies'] as const) {
    const version = generated[section]?.[name];
    if (version !== undefined) manifest[section] = sorted({ ...manifest[section], [name]: version });
  }
};

const setScript: Repair = (manifest, generated, name) => {
  const script = generated.scripts?.[name];
  if (script !== undefined) manifest.scripts = { ...manifest.scripts, [name]: script };
};

const repairs: Readonly<Record<string, Repair>> = {
  package_not_declared: declare,
  package_for_development_only: declare,
  package_missing: setVersion,
  package_version_differs: setVersion,
  script_leads_nowhere: setScript,
};

function readManifest(tree: FileTree): Manifest | undefined {
  try {
    return JSON.parse(tree.get(path)?.content ?? '') as Manifest;
  } catch {
    return undefined;
  }
}

function sorted(section: Section): Section {
  return Object.fromEntries(Object.entries(section).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
