import { describe, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { parseCommand } from './parse-command.ts';

const codeOf = (argv: readonly string[]): string => {
  try {
    parseCommand(argv);
  } catch (error) {
    if (error instanceof UsageError) return error.code;
    throw error;
  }
  return 'accepted';
};

describe('parseCommand', () => {
  test('new takes a request and its flags in any order', () => {
    expect(parseCommand(['new', '--json', 'A film club', '--out', 'x', '-y'])).toEqual({
      kind: 'new',
      request: 'A film club',
      file: undefined,
      out: 'x',
      yes: true,
      run: false,
      json: true,
    });
  });

  test('a request may be a bullet list that starts with a dash', () => {
    expect(parseCommand(['new', '- Add films\n- List films', '--yes'])).toMatchObject({
      request: '- Add films\n- List films',
      yes: true,
    });
  });

  test('a request after -- may look like an option', () => {
    expect(parseCommand(['new', '--', '--json'])).toMatchObject({ request: '--json', json: false });
  });

  test('runs defaults to list and reads numbers', () => {
    expect(parseCommand(['runs'])).toEqual({
      kind: 'runs',
      action: 'list',
      json: false,
      limit: 20,
      offset: 0,
    });
    expect(parseCommand(['runs', 'events', 'r1', '--after', '7'])).toMatchObject({
      action: 'events',
      after: 7,
    });
  });

  test.each([
    [['nwe', 'x'], 'unknown_command'],
    [['new', 'a', 'b'], 'too_many_words'],
    [['new', '--jsno', 'x'], 'unknown_option'],
    [['new', '--out'], 'bad_option'],
    [['new', 'x', '-f', 'y'], 'two_requests'],
    [['verify', 'x', '--model', 'a/b'], 'bad_option'],
    [['verify'], 'missing_folder'],
    [['runs', 'show'], 'missing_run'],
    [['runs', 'shwo', 'r1'], 'unknown_command'],
    [['runs', 'list', '--limit', '-1'], 'bad_option'],
    [['runs', 'list', '--limit', 'ten'], 'bad_option'],
  ])('%j is refused as %s', (argv, code) => {
    expect(codeOf(argv)).toBe(code);
  });

  test('a slip of the fingers is answered with the nearest word', () => {
    try {
      parseCommand(['verfy', 'x']);
      expect.unreachable();
    } catch (error) {
      expect((error as UsageError).remedy).toContain('"verify"');
    }
  });
});
