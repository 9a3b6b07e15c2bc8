import * as fc from 'fast-check';
import { join, sep } from 'node:path';
import { expect, test } from 'vitest';
import { UnsafePathError } from '../errors.ts';
import { safePath } from './safe-path.ts';

test.each(['README.md', 'src/domain/task-list.ts', '.github/workflows/ci.yml', '.gitignore', 'a b/é.txt'])(
  'accepts %j',
  (path) => {
    expect(safePath(path)).toBe(path);
  },
);

test.each([
  '',
  '/etc/passwd',
  'C:/x',
  'C:x',
  '../x',
  'a/../x',
  './a',
  'a//b',
  'a/',
  'a\\b',
  'a\0b',
  'a\nb',
  'a\u202egnp.exe',
  'a\u200bb',
  '\ud800',
  'e\u0301',
  'con',
  'src/NUL.ts',
  'com1.txt',
  'LPT¹',
  'a.',
  'a ',
  'a?b',
  'file.txt:stream',
  '.git/hooks/post-checkout',
  '.gıt/config',
  '.ＧＩＴ/config',
  '.gi\u034ft/config',
  'a/．．/b',
  '..／x',
  '․․/x',
  'CON .txt',
  'ｎｕｌ',
  'a\u00a0',
  '\u3000',
  'a\ufe0f',
  'x/.GIT/config',
  'git~1/config',
  'x'.repeat(256),
  'é'.repeat(130),
  Array.from({ length: 130 }, () => 'a').join('/'),
])('refuses %j', (path) => {
  expect(() => safePath(path)).toThrow(UnsafePathError);
});

test('whatever it accepts stays inside the root', () => {
  const piece = fc.constantFrom('..', '.', '/', '\\', 'a', 'C:', ' ', '\0', '.git', 'é', '\u202e', 'con');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(piece).map((all) => all.join('')),
      ),
      (path) => {
        let accepted: string;
        try {
          accepted = safePath(path);
        } catch (error) {
          expect(error).toBeInstanceOf(UnsafePathError);
          return;
        }
        const root = join(sep, 'root', 'folder');
        expect(join(root, accepted).startsWith(root + sep)).toBe(true);
        expect(join(root, accepted)).toBe(`${root}${sep}${accepted}`);
      },
    ),
    { numRuns: 2_000 },
  );
});
