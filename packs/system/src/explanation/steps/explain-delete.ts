import { joinAnd } from '../phrases.ts';
import { referringEntities } from '../referring-entities.ts';
import type { StepExplainer } from '../step-explainer.ts';
import { deletionRefusals } from '../write-refusals.ts';

export const explainDelete: StepExplainer<'delete'> = ({ entity, target }, { model }) => {
  const dependent = referringEntities(model, entity, 'cascade');
  const also = dependent.length === 0 ? '' : `, with the records of ${joinAnd(dependent)} that refer to it`;
  return { text: `deletes ${target}${also}`, refusals: deletionRefusals(entity, model) };
};
