import { kebabCase } from '../../../naming/letter-case.ts';

/** Paths of the files that flows and webhooks are written in. */
export const flowRunnerFile = 'src/components/flow-runner.ts';
export const flowStartsFile = 'src/domain/flow-starts.ts';
export const flowJobsFile = 'src/domain/flow-jobs.ts';
export const deliveriesFile = 'src/domain/deliveries.ts';
export const recordChangesFile = 'src/domain/record-changes.ts';

export function flowFile(name: string): string {
  return `src/domain/flows/${kebabCase(name)}.ts`;
}

/** `fulfilFlow`. */
export function flowConstant(name: string): string {
  return `${name}Flow`;
}
