import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Finding, findPackage } from '@millwright/factory';
import { z } from 'zod';

const manifestSchema = z.object({
  dependencies: z.record(z.string(), z.string()).optional(),
  devDependencies: z.record(z.string(), z.string()).optional(),
});

const packageNamePattern = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

/**
 * Gives a staged system its `node_modules`: links to packages that are installed already, first beside the system itself,
 * then with Millwright. Findings say what is missing and where versions differ.
 */
export async function linkPackages(
  stage: string,
  installedBeside: string | undefined,
): Promise<readonly Finding[]> {
  const modules = join(stage, 'node_modules');
  await mkdir(join(modules, '.bin'), { recursive: true });
  await symlink(process.execPath, join(modules, '.bin', 'node'));
  const declared = await declaredPackages(join(stage, 'package.json'));
  if ('finding' in declared) return [declared.finding];
  const findings: Finding[] = [];
  for (const [name, range] of declared.packages) {
    const found = locate(stage, name, range, installedBeside);
    if (!found) {
      findings.push(missing(name, range));
      continue;
    }
    const difference = await versionDifference(found, name, range);
    if (difference) findings.push(difference);
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(found, join(modules, name));
  }
  return findings;
}

type Declared = { packages: readonly (readonly [string, string])[] } | { finding: Finding };

async function declaredPackages(file: string): Promise<Declared> {
  try {
    const manifest = manifestSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    return { packages: Object.entries({ ...manifest.devDependencies, ...manifest.dependencies }) };
  } catch (error) {
    const message = `package.json cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    return {
      finding: {
        code: 'manifest_invalid',
        severity: 'error',
        message,
        place: { file: 'package.json' },
        isBlocking: true,
      },
    };
  }
}

function locate(stage: string, name: string, range: string, beside: string | undefined): string | undefined {
  if (!packageNamePattern.test(name)) return undefined;
  if (range.startsWith('file:')) {
    const folder = join(stage, range.slice('file:'.length));
    return folder.startsWith(`${stage}/`) && existsSync(join(folder, 'package.json')) ? folder : undefined;
  }
  const own = beside && join(beside, 'node_modules', name);
  if (own && existsSync(join(own, 'package.json'))) return own;
  return findPackage(name, import.meta.url);
}

function missing(name: string, range: string): Finding {
  return {
    code: 'package_missing',
    severity: 'error',
    message: `The package ${name} (${range}) is not installed.`,
    place: { file: 'package.json' },
    fix: 'Run npm install in the folder of the system.',
  };
}

async function versionDifference(folder: string, name: string, range: string): Promise<Finding | undefined> {
  if (!/^\d+\.\d+\.\d+/.test(range)) return undefined;
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    version?: string;
  };
  if (version === range) return undefined;
  const isOfAnotherKind = version?.split('.')[0] !== range.split('.')[0];
  return {
    code: 'package_version_differs',
    // What was tried says nothing of another major version.
    severity: isOfAnotherKind ? 'error' : 'warning',
    message: `The system asks for ${name} ${range}; it was tried with ${version}.`,
    place: { file: 'package.json' },
    fix: 'Run npm install in the folder of the system.',
  };
}
