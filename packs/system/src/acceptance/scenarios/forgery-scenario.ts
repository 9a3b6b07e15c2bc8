import type { Operation } from '../../model/operation.ts';
import { unknownId } from '../samples/invalid-values.ts';
import type { DerivedScenario } from '../scenario-draft.ts';
import type { Derivation } from './derivation.ts';

const refused = { status: 401, body: { code: 'invalid_signature' } };

/** That what is not signed, or signed by somebody else, is refused whatever it says. */
export function forgeryScenario(derivation: Derivation, operation: Operation): readonly DerivedScenario[] {
  const { signature, name, input, summary } = operation;
  if (signature === undefined) return [];
  const draft = derivation.draft();
  const digits = '0'.repeat(64);
  const forged = { hex: digits, sha256: `sha256=${digits}`, timestamped: `t=1735689600,v1=${digits}` };
  for (const value of ['', forged[signature.rule.scheme]]) {
    const headers = { [signature.rule.header]: value };
    draft.request(operation, {
      id: unknownId,
      ...(input.length > 0 && { body: {} }),
      headers,
      expect: refused,
    });
  }
  const what = summary.charAt(0).toLowerCase() + summary.slice(1);
  return [draft.finish(`operation.${name}.forged`, `${what} is refused when it is not signed`)];
}
