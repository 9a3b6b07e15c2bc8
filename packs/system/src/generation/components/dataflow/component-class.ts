import { lines, paragraphs } from '../../code/blocks.ts';
import { docComment } from '../../code/comment.ts';
import { literal } from '../../code/literal.ts';
import type { DataflowComponent } from '../../../model/dataflow.ts';
import { configFile } from '../root/config-file.ts';
import type { ComponentScope } from './component-scope.ts';
import { dataflowPackage } from './message-code.ts';

export interface ClassParts {
  readonly doc: string;
  /** Class of the harness, and its type parameters. */
  readonly base: string;
  readonly typeArguments: readonly string[];
  /** Members of the options that the base takes. */
  readonly options: readonly string[];
  /** Parameters of the constructor that go into the options: `journal: Journal`. */
  readonly parameters?: readonly string[];
  readonly fields?: readonly string[];
  readonly methods: readonly string[];
}

/** Adds the class of a component to its file. Called last, when it is known what its expressions use. */
export function addClass(component: DataflowComponent, parts: ClassParts, scope: ComponentScope): void {
  const { file, usesConfig, className } = scope;
  file.imports.value(dataflowPackage, parts.base);
  const settings = usesConfig ? [`config: ${file.imports.type(configFile, 'Settings')}`] : [];
  const parameters = [...(parts.parameters ?? []), ...settings].join(', ');
  const fields = [...(parts.fields ?? []), ...(usesConfig ? ['readonly #config: Settings;'] : [])];
  const body = paragraphs(
    lines(...fields.map((field) => `  ${field}`)),
    `  constructor(${parameters}) {\n${lines(
      `    super(${literal(component.name)}, { ${parts.options.join(', ')} });`,
      usesConfig && '    this.#config = config;',
    )}\n  }`,
    ...parts.methods,
  );
  const heritage = `${parts.base}<${parts.typeArguments.join(', ')}>`;
  file.add(`${docComment(parts.doc)}export class ${className} extends ${heritage} {\n${body}\n}`);
}

/** A method that a component fills in; `statements` are its body. */
export function method(signature: string, statements: string): string {
  const body = statements
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
  return `  protected override ${signature} {\n${body}\n  }`;
}
