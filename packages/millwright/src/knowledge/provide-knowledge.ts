import { join } from 'node:path';
import { JointKnowledge, LocalKnowledge, type Passage, RemoteKnowledge } from '@millwright/factory';
import type { KnowledgeConfig } from './knowledge-config.ts';
import { ownDocumentation } from './own-documentation.ts';

export interface KnowledgeOptions {
  readonly stateFolder: string;
  readonly config: KnowledgeConfig | undefined;
  /** What the packs know; asked for when somebody asks for knowledge. */
  readonly passages: () => Promise<readonly Passage[]>;
  readonly token: string | undefined;
}

export interface ProvidedKnowledge extends Disposable {
  readonly knowledge: JointKnowledge;
}

/** The index on this machine, and the service that the project names. */
export function provideKnowledge({
  stateFolder,
  config,
  passages,
  token,
}: KnowledgeOptions): ProvidedKnowledge {
  const local = new LocalKnowledge({
    file: join(stateFolder, 'knowledge.db'),
    passages: async () => [...(await ownDocumentation()), ...(await passages())],
  });
  const remote = config === undefined ? [] : [new RemoteKnowledge({ ...config, token })];
  return {
    knowledge: new JointKnowledge([local, ...remote]),
    [Symbol.dispose]: () => local[Symbol.dispose](),
  };
}
