import { join } from 'node:path';
import {
  knowledgeService,
  modelsService,
  type Passage,
  PackStores,
  readSandboxChoice,
  sandboxService,
  selectOnFirstUse,
  Services,
  storeService,
} from '@millwright/factory';
import { createModels, readModelConfig } from '@millwright/models';
import type { ProjectConfig } from './project-config.ts';
import { provideKnowledge } from '../knowledge/provide-knowledge.ts';

export interface ServiceOptions {
  readonly stateFolder: string;
  readonly config: ProjectConfig;
  readonly environment: NodeJS.ProcessEnv;
  /** What the packs know. */
  readonly passages: () => Promise<readonly Passage[]>;
}

export interface ProvidedServices {
  readonly services: Services;
  readonly stores: PackStores;
  /** What the services hold open. */
  readonly resources: DisposableStack;
}

/**
 * The services of Millwright, for all packs alike. Each opens what it needs when it is first used.
 * Generated code runs in the sandbox that MILLWRIGHT_SANDBOX names, or else in the best that works on this machine. Language
 * models are provided where the project or the environment names one.
 * @throws UnknownSandboxError when no sandbox has the name given, ModelConfigError.
 */
export function provideServices({
  stateFolder,
  config,
  environment,
  passages,
}: ServiceOptions): ProvidedServices {
  const sandbox = selectOnFirstUse({
    choice: readSandboxChoice(environment['MILLWRIGHT_SANDBOX']),
    // The code comes from deterministic generators and the person's own request; the report says how it was run.
    allowWeak: true,
    cacheFile: join(stateFolder, 'sandbox.json'),
  });
  const resources = new DisposableStack();
  const stores = resources.use(new PackStores(join(stateFolder, 'packs.db')));
  const { knowledge } = resources.use(
    provideKnowledge({
      stateFolder,
      config: config.knowledge,
      passages,
      token: environment['MILLWRIGHT_KNOWLEDGE_TOKEN'],
    }),
  );
  const services = new Services()
    .provide(knowledgeService, knowledge)
    .provide(sandboxService, sandbox)
    .provideEach(storeService, (pack) => stores.of(pack));
  const modelConfig = readModelConfig(config.models, environment);
  if (modelConfig) services.provide(modelsService, createModels(modelConfig));
  return { services, stores, resources };
}
