import { type Analyser, defineAnalyser } from '@millwright/factory';
import type { SystemReading } from '../request/read-request.ts';
import { requestKind } from '../request/request-kind.ts';
import { understand } from '../request/understand.ts';

/** Low, because any text may be a brief: whoever knows a kind of request better says so with more. */
const anyText = 0.2;

export const systemAnalysers: readonly Analyser<SystemReading>[] = [
  defineAnalyser({
    name: 'system/blueprint',
    version: '1.0.0',
    description: 'Blueprints, which begin with `millwright:`.',
    suits: (request) =>
      requestKind(request) === 'blueprint'
        ? { score: 1, because: 'it says itself that it is a blueprint' }
        : { score: 0, because: 'it is no blueprint' },
    analyse: (request) => understand(request),
  }),
  defineAnalyser({
    name: 'system/brief',
    version: '1.0.0',
    description: 'English, as docs/brief-language.md says.',
    suits: () => ({ score: anyText, because: 'any text may be a brief' }),
    analyse: (request, { answers }) => understand(request, answers),
  }),
];
