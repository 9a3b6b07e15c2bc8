import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { LanguageModels } from './language-models.ts';
import type { PackStore } from './pack-store.ts';
import { defineService } from './service-token.ts';

/** Where code runs that nobody has read. */
export const sandboxService = defineService<Sandbox>('sandbox');

/** Documentation, patterns and earlier systems, to be asked in plain words. */
export const knowledgeService = defineService<Knowledge>('knowledge');

/** What the pack itself remembers. */
export const storeService = defineService<PackStore>('store');

/** Language models. Provided only where one is configured: ask `services.has` first, or name it among the pack's needs. */
export const modelsService = defineService<LanguageModels>('models');
