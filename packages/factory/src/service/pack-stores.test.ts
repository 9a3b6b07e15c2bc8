import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { PackStores } from './pack-stores.ts';

async function stateFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pack-stores-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test('what a pack remembers is there after closing, and no other pack sees it', async () => {
  const file = join(await stateFolder(), 'deep', 'packs.db');
  {
    using stores = new PackStores(file);
    stores.of('acme').set('systems/a', { title: 'A' });
    stores.of('acme').set('systems/a', { title: 'B' });
    stores.of('acme').set('systems/%', 1);
    stores.of('acme').set('other', null);
    stores.of('evil').set('systems/a', 'mine');
  }
  using stores = new PackStores(file);
  const acme = stores.of('acme');
  expect(acme.get('systems/a')).toEqual({ title: 'B' });
  expect(acme.list('systems/')).toEqual([
    { key: 'systems/%', value: 1 },
    { key: 'systems/a', value: { title: 'B' } },
  ]);
  expect(acme.list('systems/%')).toHaveLength(1);
  acme.remove('systems/a');
  acme.remove('systems/a');
  expect(acme.get('systems/a')).toBeUndefined();
  expect(stores.of('evil').get('systems/a')).toBe('mine');
});

test('who remembers nothing leaves no file', async () => {
  const folder = await stateFolder();
  {
    using stores = new PackStores(join(folder, 'packs.db'));
    stores.of('acme');
  }
  expect(await readdir(folder)).toEqual([]);
});
