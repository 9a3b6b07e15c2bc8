import type { Check } from '@millwright/factory';
import { abuseCheck } from './abuse/abuse-check.ts';
import { propertiesCheck } from './behaviour/properties-check.ts';
import { formatCheck } from './code/format-check.ts';
import { lintCheck } from './code/lint-check.ts';
import { packagesCheck } from './code/packages-check.ts';
import { secretsCheck } from './code/secrets-check.ts';
import { securityCheck } from './code/security-check.ts';
import { typesCheck } from './code/types-check.ts';
import { modelChecks } from './model/model-checks.ts';
import { mutationCheck } from './mutation/mutation-check.ts';
import type { ProofContext } from './proof-context.ts';
import { badInputCheck } from './running/bad-input-check.ts';
import { bindingsCarryCheck } from './running/bindings-check.ts';
import { bootCheck } from './running/boot-check.ts';
import { restartCheck } from './running/restart-check.ts';
import { coverageCheck } from './testing/coverage-check.ts';
import { acceptanceTestsCheck, integrationTestsCheck, unitTestsCheck } from './testing/test-checks.ts';

/** All four tiers. What takes long comes early, so that it does not start last. */
export const systemChecks: readonly Check<ProofContext>[] = [
  ...modelChecks,
  bootCheck,
  acceptanceTestsCheck,
  unitTestsCheck,
  typesCheck,
  lintCheck,
  formatCheck,
  secretsCheck,
  securityCheck,
  packagesCheck,
  integrationTestsCheck,
  coverageCheck,
  abuseCheck,
  propertiesCheck,
  bindingsCarryCheck,
  mutationCheck,
  restartCheck,
  badInputCheck,
];
