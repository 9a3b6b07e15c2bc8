import {
  definePack,
  knowledgeService,
  modelsService,
  sandboxService,
  storeService,
} from '@millwright/factory';
import { createModelFixer } from '../healing/model/model-fixer.ts';
import { systemFixers } from '../healing/system-fixers.ts';
import { systemPassages } from '../knowledge/earlier-systems.ts';
import { languagePassages } from '../knowledge/language-passages.ts';
import { systemChecks } from '../proof/system-checks.ts';
import { componentGenerators } from './component-generators.ts';
import { systemAnalysers } from './system-analysers.ts';
import { systemTemplates } from './system-templates.ts';

/** The pack that makes component systems, as any other pack is declared. */
export const systemPack = definePack({
  name: 'system',
  version: '0.1.0',
  description: 'From a request to a running, proven component system.',
  millwright: '^0.1.0',
  services: [sandboxService, knowledgeService, storeService],
  setup: (services) => ({
    generators: componentGenerators,
    checks: { system: systemChecks },
    fixers: {
      system: services.has(modelsService)
        ? [...systemFixers, createModelFixer(services.get(modelsService))]
        : systemFixers,
    },
    templates: systemTemplates(),
    analysers: { system: systemAnalysers },
    knowledge: () => [...languagePassages(), ...systemPassages(services.get(storeService))],
  }),
});

export default systemPack;
