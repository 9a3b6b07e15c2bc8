import { isBuiltin } from 'node:module';
import { type Finding, readPlainFile } from '@millwright/factory';
import { sourceFiles } from './source-files.ts';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const importedModule =
  /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g;

/** Compares what the code imports with what package.json declares: for running, and for development alone. */
export function dependencyFindings(folder: string): readonly Finding[] {
  const manifest = readManifest(folder);
  if (manifest === undefined) return [];
  const declared = new Set(Object.keys(manifest.dependencies ?? {}));
  const forDevelopment = new Set(Object.keys(manifest.devDependencies ?? {}));
  const used = new Set<string>();
  const findings: Finding[] = [];
  for (const file of sourceFiles(folder).filter((path) => !path.startsWith('vendor/'))) {
    for (const { name, line } of importsOf(readPlainFile(folder, file))) {
      used.add(name);
      const isDeclared = declared.has(name) || (!file.startsWith('src/') && forDevelopment.has(name));
      if (!isDeclared) findings.push(undeclared(name, file, line, forDevelopment.has(name)));
    }
  }
  const unused = [...declared].filter((name) => !used.has(name));
  return [...findings, ...unused.map(unusedPackage)];
}

function readManifest(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readPlainFile(folder, 'package.json')) as Manifest;
  } catch {
    // That it cannot be read is a finding of the check that installs what it declares.
    return undefined;
  }
}

function importsOf(code: string): readonly { readonly name: string; readonly line: number }[] {
  return [...code.matchAll(importedModule)].flatMap((match) => {
    const name = packageName(match[1] ?? match[2] ?? match[3] ?? '');
    const start = code.slice(0, match.index + match[0].length);
    return name === undefined ? [] : [{ name, line: start.split('\n').length }];
  });
}

/** Undefined for files of the system and for what Node brings. */
function packageName(module: string): string | undefined {
  if (/^[.#]|^$/.test(module) || isBuiltin(module)) return undefined;
  const [scope = '', name = ''] = module.split('/');
  return module.startsWith('@') ? `${scope}/${name}` : scope;
}

function undeclared(name: string, file: string, line: number, isForDevelopment: boolean): Finding {
  return {
    code: isForDevelopment ? 'package_for_development_only' : 'package_not_declared',
    severity: 'error',
    message: isForDevelopment
      ? `${name} is declared for development alone, and what runs imports it.`
      : `${name} is imported and not declared.`,
    place: { file, line },
    fix: `Declare ${name} under "dependencies" of package.json.`,
  };
}

function unusedPackage(name: string): Finding {
  return {
    code: 'package_not_used',
    severity: 'warning',
    message: `${name} is declared, and nothing imports it.`,
    place: { file: 'package.json' },
    fix: 'Remove it from "dependencies".',
  };
}
