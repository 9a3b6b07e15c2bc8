import { defineCheck, readPlainFile } from '@millwright/factory';
import type { ProofContext } from '../proof-context.ts';
import { scanSecurity } from './scan-security.ts';
import { sourceFiles } from './source-files.ts';

/** No code that opens the system to a well-known attack. */
export const securityCheck = defineCheck<ProofContext>({
  name: 'security',
  tier: 2,
  run: ({ stage }) => {
    const paths = sourceFiles(stage.folder).filter((path) => path.startsWith('src/'));
    return scanSecurity(paths.map((path) => ({ path, content: readPlainFile(stage.folder, path) })));
  },
});
