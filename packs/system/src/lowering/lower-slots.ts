import { isAccepted } from '../acceptance/simulation/accept-value.ts';
import type { Value } from '../acceptance/simulation/evaluate.ts';
import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { SlotDocument } from '../blueprint/document.ts';
import type { Problems } from '../blueprint/problems.ts';
import { functionSignatures } from '../expression/functions.ts';
import type { Field } from '../model/field.ts';
import type { Slot, SlotExample } from '../model/slot.ts';
import { isSafeFunction } from '../naming/identifier.ts';
import { suggestName } from '../naming/nearest-name.ts';
import { lowerFields } from './lower-fields.ts';
import type { TypeNames } from './type-names.ts';

/** Lowers the slots: their signatures and their examples. */
export function lowerSlots(
  documents: Readonly<Record<string, SlotDocument>> | undefined,
  operations: readonly string[],
  names: TypeNames,
  problems: Problems,
): Slot[] {
  return Object.entries(documents ?? {}).flatMap(([name, document]): Slot[] => {
    const path = ['slots', name];
    reportName(name, operations, path, problems);
    const parameters = lowerFields(document.input, names, [...path, 'input'], problems);
    const [result] = lowerFields({ output: document.output }, names, path, problems);
    if (result === undefined || parameters.length < Object.keys(document.input).length) return [];
    const examples = document.examples ?? [];
    return [
      {
        name,
        ...(document.description === undefined ? {} : { description: document.description }),
        parameters,
        result: { type: result.type, isOptional: result.isOptional },
        examples: examples.flatMap((example, index) =>
          lowerExample(example, { parameters, result }, [...path, 'examples', index], problems),
        ),
        ...(document.code === undefined ? {} : { code: document.code.trimEnd() }),
      },
    ];
  });
}

function reportName(
  name: string,
  operations: readonly string[],
  path: DocumentPath,
  problems: Problems,
): void {
  const isFunction = functionSignatures.some((one) => one.name === name) || name === 'has';
  if (!isFunction && isSafeFunction(name) && !operations.includes(name)) return;
  problems.add({
    code: isSafeFunction(name) ? 'name_clash' : 'reserved_name',
    path,
    isKey: true,
    message: isFunction
      ? `There is a function \`${name}\` already.`
      : operations.includes(name)
        ? `There is an operation \`${name}\` already.`
        : `\`${name}\` cannot be the name of a slot: generated code needs that name for something else.`,
    suggestion: 'Give it a name that says what it gives: `priceOf`.',
  });
}

interface Signature {
  readonly parameters: readonly Field[];
  readonly result: Pick<Field, 'type' | 'isOptional'>;
}

type ExampleDocument = NonNullable<SlotDocument['examples']>[number];

function lowerExample(
  { given, gives }: ExampleDocument,
  { parameters, result }: Signature,
  path: DocumentPath,
  problems: Problems,
): SlotExample[] {
  const names = parameters.map(({ name }) => name);
  for (const name of Object.keys(given)) {
    if (names.includes(name)) continue;
    problems.add({
      code: 'unknown_field',
      path: [...path, 'given', name],
      isKey: true,
      message: `The slot has no parameter \`${name}\`.`,
      suggestion: suggestName(name, names),
    });
  }
  for (const parameter of parameters) {
    reportValue(parameter, given[parameter.name] as Value, [...path, 'given', parameter.name], problems);
  }
  reportValue(result, gives as Value, [...path, 'gives'], problems);
  return [
    {
      given: parameters.map(({ name }) => (given[name] ?? null) as SlotExample['gives']),
      gives: gives as SlotExample['gives'],
    },
  ];
}

function reportValue(
  { type, isOptional }: Pick<Field, 'type' | 'isOptional'>,
  value: Value | undefined,
  path: DocumentPath,
  problems: Problems,
): void {
  if (value === undefined || value === null ? isOptional : isAccepted(type, value)) return;
  problems.add({
    code: value === undefined ? 'missing_field' : 'not_assignable',
    path,
    message:
      value === undefined
        ? `\`${String(path.at(-1))}\` is missing in this example.`
        : `\`${JSON.stringify(value)}\` is not a value of its type.`,
  });
}
