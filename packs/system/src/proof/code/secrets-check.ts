import { defineCheck, readTree } from '@millwright/factory';
import type { ProofContext } from '../proof-context.ts';
import { scanSecrets } from './scan-secrets.ts';

/** No credential in any file of the system. */
export const secretsCheck = defineCheck<ProofContext>({
  name: 'secrets',
  tier: 2,
  run: async ({ stage }) => {
    const { tree } = await readTree(stage.folder);
    return scanSecrets(tree.files().filter((file) => !file.path.startsWith('vendor/')));
  },
});
