import { biomeFormatter, defineCheck } from '@millwright/factory';
import type { ProofContext } from '../proof-context.ts';

/** Files in the form that the system's own biome.json asks for. A difference does not break a system: a warning. */
export const formatCheck = defineCheck<ProofContext>({
  name: 'format',
  tier: 2,
  run: async ({ stage }, { signal, log }) => {
    const findings = await biomeFormatter.check(stage.folder, signal);
    for (const { code, message, place } of findings) log(`${place?.file ?? ''}: ${code}: ${message}`);
    const inSystem = findings.filter(({ place }) => !place?.file.startsWith('vendor/'));
    return inSystem.map((finding) =>
      finding.code === 'not_formatted' ? { ...finding, severity: 'warning' as const } : finding,
    );
  },
});
