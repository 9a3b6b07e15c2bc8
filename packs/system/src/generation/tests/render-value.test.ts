import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonValue } from '../../model/scenario.ts';
import { renderString, renderValue } from './render-value.ts';

const nothing = new Map<string, string>();

function evaluated(code: string, names: Readonly<Record<string, string>> = {}): unknown {
  return new Function(...Object.keys(names), `return (${code});`)(...Object.values(names));
}

test('every JSON value reads back from its code as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.parse(JSON.stringify(value)) as JsonValue;
      expect(evaluated(renderValue(json, nothing))).toEqual(json);
    }),
  );
});

test('hostile text never leaves its literal, with or without saved values', () => {
  const piece = fc.constantFrom(
    '`',
    '${',
    '}',
    '\\',
    "'",
    '"',
    '\n',
    '\u2028',
    '*/',
    '</script>',
    '${id}',
    '${x}',
  );
  fc.assert(
    fc.property(
      fc.array(piece).map((pieces) => pieces.join('')),
      (text) => {
        expect(evaluated(renderString(text))).toBe(text);
        const code = renderValue(text, new Map([['id', 'taskId']]));
        expect(evaluated(code, { taskId: 'T1' })).toBe(text.replaceAll('${id}', 'T1'));
      },
    ),
  );
});

test('a saved value alone is its variable, inside a text it is part of a template', () => {
  const names = new Map([['task', 'taskId']]);
  expect(renderValue('${task}', names)).toBe('taskId');
  expect(renderValue('/tasks/${task}/complete', names)).toBe('`/tasks/${taskId}/complete`');
  expect(renderValue('/tasks/${other}', names)).toBe("'/tasks/${other}'");
});

test('long repetitions are written as such', () => {
  expect(renderString('x'.repeat(201))).toBe("'x'.repeat(201)");
});
