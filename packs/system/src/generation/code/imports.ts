import { posix } from 'node:path';
import { literal } from './literal.ts';

interface ImportedName {
  readonly name: string;
  isType: boolean;
}

/** Collects what one file imports, and prints it the way a formatter with sorted imports would. */
export class Imports {
  readonly #from: string;
  readonly #modules = new Map<string, Map<string, ImportedName>>();
  readonly #defaults = new Map<string, { readonly name: string; readonly suffix: string }>();

  /** @param from Path of the importing file, relative to the system's root. */
  constructor(from: string) {
    this.#from = from;
  }

  /** Imports a value. `module` is a package, or the path of a file of the system: `src/domain/task.ts`. */
  value(module: string, name: string): string {
    this.#add(module, name, false);
    return name;
  }

  type(module: string, name: string): string {
    this.#add(module, name, true);
    return name;
  }

  /** Imports what a module exports by default. */
  standard(module: string, name: string): string {
    this.#defaults.set(this.#specifier(module), { name, suffix: '' });
    return name;
  }

  json(path: string, name: string): string {
    this.#defaults.set(this.#specifier(path), { name, suffix: ` with { type: 'json' }` });
    return name;
  }

  toString(): string {
    const named = [...this.#modules].map(([module, names]) => ({
      module,
      line: statement(module, [...names.values()]),
    }));
    const defaults = [...this.#defaults].map(([module, { name, suffix }]) => ({
      module,
      line: `import ${name} from ${literal(module)}${suffix};`,
    }));
    return [...named, ...defaults]
      .toSorted((a, b) => rank(a.module) - rank(b.module) || compare(a.module, b.module))
      .map(({ line }) => line)
      .join('\n');
  }

  #add(module: string, name: string, isType: boolean): void {
    const specifier = this.#specifier(module);
    const names = this.#modules.get(specifier) ?? new Map<string, ImportedName>();
    this.#modules.set(specifier, names);
    const known = names.get(name);
    if (known === undefined) names.set(name, { name, isType });
    else known.isType &&= isType;
  }

  #specifier(module: string): string {
    if (!/^(src|test)\/|\.json$/.test(module)) return module;
    const relative = posix.relative(posix.dirname(this.#from), module);
    return relative.startsWith('.') ? relative : `./${relative}`;
  }
}

function statement(module: string, names: readonly ImportedName[]): string {
  const sorted = names.toSorted((a, b) => compare(a.name, b.name));
  const isTypeOnly = sorted.every(({ isType }) => isType);
  const list = sorted.map(({ name, isType }) => (isType && !isTypeOnly ? `type ${name}` : name));
  return `import ${isTypeOnly ? 'type ' : ''}{ ${list.join(', ')} } from ${literal(module)};`;
}

/** Node's own modules, packages, then files from the outermost folder inwards. */
function rank(module: string): number {
  if (module.startsWith('node:')) return 0;
  if (!module.startsWith('.')) return 1;
  return module.startsWith('../') ? 10 - module.split('../').length : 20;
}

function compare(a: string, b: string): number {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  if (x !== y) return x < y ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
