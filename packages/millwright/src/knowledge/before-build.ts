import {
  type LookedAt,
  lookedAt,
  type RequestReader,
  readerOf,
  type Understanding,
} from '@millwright/pack-system';
import { type FactoryFolders, openFactory } from '../packs/open-factory.ts';

/** What a command needs before it starts a run: to read the request, and to look for what may help with it. */
export interface BeforeBuild extends AsyncDisposable {
  readonly read: RequestReader;
  /** `out` is the folder of the system. */
  readonly look: (understanding: Understanding, out: string) => Promise<LookedAt>;
}

/** @throws ProjectConfigError */
export function beforeBuild(folders: FactoryFolders): BeforeBuild {
  const factory = openFactory(folders);
  return {
    read: readerOf(factory),
    look: (understanding, out) => lookedAt(understanding, { provided: factory.servicesOf('system'), out }),
    [Symbol.asyncDispose]: () => factory.close(),
  };
}
