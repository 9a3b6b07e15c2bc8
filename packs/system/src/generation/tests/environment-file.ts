import { sampleEnvironment } from '../../acceptance/samples/sample-settings.ts';
import type { SystemModel } from '../../model/system.ts';
import { literal } from '../code/literal.ts';

export const environmentFile = 'test/support/environment.ts';

/** `test/support/environment.ts`: what a system under test needs of its environment; undefined when that is nothing. */
export function environmentFileText(model: SystemModel): string | undefined {
  const environment = sampleEnvironment(model);
  if (Object.keys(environment).length === 0) return undefined;
  return `/** What the system needs to start, and to do nothing by itself until a test moves the clock. */
export const sampleEnvironment = ${literal(environment)};
`;
}
