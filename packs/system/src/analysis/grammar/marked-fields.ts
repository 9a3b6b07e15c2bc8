import type { FieldPhrase } from './field-phrase.ts';
import type { ReadStatement } from './read-statements.ts';

/** Where a star marks what is required, the fields of the same list without one are optional. */
export function withUnmarked(request: string, statement: ReadStatement): ReadStatement {
  const isMarked = (field: FieldPhrase): boolean =>
    field.constraints.some((one) => one.kind === 'required' && request[one.span[0]] === '*');
  const readings = statement.readings.map((reading) => ({
    ...reading,
    proposals: reading.proposals.map((proposal) => {
      if (proposal.kind !== 'fields' || !proposal.fields.some(isMarked)) return proposal;
      return { ...proposal, fields: proposal.fields.map(optionalUnlessSaid) };
    }),
  }));
  return { ...statement, readings };
}

function optionalUnlessSaid(field: FieldPhrase): FieldPhrase {
  const isSaid = field.constraints.some((one) => one.kind === 'required' || one.kind === 'default');
  return isSaid
    ? field
    : {
        ...field,
        constraints: [...field.constraints, { kind: 'required', isRequired: false, span: field.span }],
      };
}
