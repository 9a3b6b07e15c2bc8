import { type Check, type Finding, defineCheck } from '@millwright/factory';
import type { SystemModel } from '../../model/system.ts';
import type { ProofContext } from '../proof-context.ts';
import { bindingFindings } from './binding-findings.ts';
import { configurationFindings } from './configuration-findings.ts';
import { cycleFindings } from './cycle-findings.ts';
import { reachabilityFindings } from './reachability-findings.ts';

/** The blueprint could be read: its shape, names, types and expressions are right. */
const blueprintCheck = defineCheck<ProofContext>({
  name: 'blueprint',
  tier: 1,
  run: ({ model, blueprintFindings }) => {
    if (model || blueprintFindings.some(({ severity }) => severity === 'error')) return blueprintFindings;
    return [{ code: 'blueprint_missing', severity: 'error', message: 'There is no blueprint.' }];
  },
});

/** The first tier: is what shall be built sound in itself? */
export const modelChecks: readonly Check<ProofContext>[] = [
  blueprintCheck,
  modelCheck('bindings', bindingFindings),
  modelCheck('reachability', reachabilityFindings),
  modelCheck('cycles', cycleFindings),
  modelCheck('configuration', configurationFindings),
];

function modelCheck(name: string, find: (model: SystemModel) => readonly Finding[]): Check<ProofContext> {
  return defineCheck({
    name,
    tier: 1,
    needs: ['blueprint'],
    run: ({ model }) => (model ? find(model) : []),
  });
}
