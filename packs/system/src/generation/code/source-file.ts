import { Imports } from './imports.ts';

/** One TypeScript file in the making: what it imports and, in order, the blocks of its body. */
export class SourceFile {
  readonly path: string;
  readonly imports: Imports;
  readonly #blocks: string[] = [];

  constructor(path: string) {
    this.path = path;
    this.imports = new Imports(path);
  }

  /** Adds a block, set off by a blank line; an empty one adds nothing. */
  add(block: string): this {
    const text = block.replace(/^\n+|\s+$/g, '');
    if (text !== '') this.#blocks.push(text);
    return this;
  }

  toString(): string {
    const parts = [this.imports.toString(), ...this.#blocks].filter((part) => part !== '');
    return `${parts.join('\n\n')}\n`;
  }
}
