import { slotFile } from '../../../model/slot-file.ts';
import type { Slot } from '../../../model/slot.ts';
import { isSafeVariable } from '../../../naming/identifier.ts';
import { docComment, sentence } from '../../code/comment.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import { typeText } from '../domain/field-type.ts';
import { problemFile } from '../domain/refusal.ts';

/** `src/slots/<name>.ts`: the function with the body that the blueprint has for it, or one that says that it is to be written. */
export function renderSlotFile(slot: Slot): SourceFile {
  const file = new SourceFile(slotFile(slot.name));
  const description = sentence(slot.description ?? '');
  const remark = slot.code === undefined ? 'To be written: replace the body, which ends every call.' : '';
  const comment = docComment([description, remark].filter((text) => text !== '').join(' '));
  const parameters = slot.parameters.map(
    ({ name, type, isOptional }) =>
      `${parameterName(name)}: ${typeText(type, file)}${isOptional ? ' | null' : ''}`,
  );
  const { type, isOptional } = slot.result;
  const result = `${typeText(type, file)}${isOptional ? ' | null' : ''}`;
  return file.add(`${comment}export function ${slot.name}(${parameters.join(', ')}): ${result} {
${slot.code ?? unwritten(slot, file)}
}`);
}

/** A parameter whose name means something else in TypeScript. */
function parameterName(name: string): string {
  return isSafeVariable(name) ? name : `${name}Value`;
}

function unwritten({ name, parameters }: Slot, file: SourceFile): string {
  const problem = file.imports.value(problemFile, 'Problem');
  const given = parameters.map((parameter) => parameterName(parameter.name));
  return `  const given = JSON.stringify({ ${given.join(', ')} });
  throw new ${problem}(501, 'slot_not_filled', \`${slotFile(name)} is not written yet; it was called with \${given}.\`);`;
}

export const slotTestsFile = 'test/unit/slots.test.ts';

/** `test/unit/slots.test.ts`: every example as a test; those of functions that are to be written wait for them. */
export function renderSlotTests(slots: readonly Slot[]): SourceFile | undefined {
  if (slots.every(({ examples }) => examples.length === 0)) return undefined;
  const file = new SourceFile(slotTestsFile);
  file.imports.standard('node:assert/strict', 'assert');
  file.imports.value('node:test', 'test');
  for (const slot of slots) for (const example of slot.examples) file.add(renderExample(slot, example, file));
  return file;
}

function renderExample(slot: Slot, { given, gives }: Slot['examples'][number], file: SourceFile): string {
  const name = file.imports.value(slotFile(slot.name), slot.name);
  const call = `${name}(${given.map((value) => literal(value)).join(', ')})`;
  const title = literal(
    `${slot.name}(${given.map((value) => JSON.stringify(value)).join(', ')}) gives ${JSON.stringify(gives)}`,
  );
  const options = slot.code === undefined ? `{ todo: 'src/slots is not written yet' }, ` : '';
  const method = typeof gives === 'object' && gives !== null ? 'deepEqual' : 'equal';
  return `test(${title}, ${options}() => {\n  assert.${method}(${call}, ${literal(gives)});\n});`;
}
