import { variableName } from '../../naming/identifier.ts';
import { camelCase, kebabCase } from '../../naming/letter-case.ts';
import { plural } from '../../naming/plural.ts';
import { withArticle } from '../words/number.ts';
import type { EntityDraft } from './draft.ts';
import type { OperationDraft, StepDraft } from './operation-draft.ts';

export function compare(value: string, states: readonly string[], isAllowed: boolean): string {
  const [first = ''] = states;
  if (states.length === 1) return `${value} ${isAllowed ? '==' : '!='} ${text(first)}`;
  const list = `${value} in [${states.map(text).join(', ')}]`;
  return isAllowed ? list : `!(${list})`;
}

export function writeOperation(plan: Plan): OperationDraft {
  const { entity, verb } = plan;
  const variable = variableName(entity.name);
  const collection = kebabCase(entity.plural ?? plural(entity.name));
  const loads: StepDraft[] = [...plan.loads].map(([field, parent]) => ({
    load: `${parent.name} as ${variableName(parent.name)}`,
    by: `input.${field}`,
  }));
  const one = `/${collection}/{${camelCase(entity.name)}}`;
  if (verb === 'create') {
    return {
      summary: `Create ${withArticle(entity.key)}`,
      http: `POST /${collection}`,
      input: entity.name,
      do: [
        ...loads,
        ...plan.before,
        ...plan.after,
        { create: `${entity.name} as ${variable}`, from: 'input' },
      ],
      answer: { status: 201, body: variable },
    };
  }
  const load: StepDraft = { load: `${entity.name} as ${variable}` };
  const write: StepDraft = verb === 'update' ? { update: variable, from: 'input' } : { delete: variable };
  return {
    summary: `${verb === 'update' ? 'Update' : 'Delete'} ${withArticle(entity.key)}`,
    http: `${verb === 'update' ? 'PATCH' : 'DELETE'} ${one}`,
    ...(verb === 'update' ? { input: entity.name } : {}),
    do: [load, ...plan.before, write, ...plan.after],
    ...(verb === 'update' ? { answer: { status: 200, body: variable } } : { answer: 204 }),
  };
}

/** An action of a state machine written out, with more to do in the same transaction. */
export function writeActionWith(
  entity: EntityDraft,
  action: { readonly name: string; readonly from: readonly string[]; readonly to: string },
  more: readonly StepDraft[],
): OperationDraft {
  const variable = variableName(entity.name);
  const field = entity.machine?.field ?? 'status';
  const collection = kebabCase(entity.plural ?? plural(entity.name));
  return {
    summary: `${action.name} ${withArticle(entity.key)}`,
    http: `POST /${collection}/{${camelCase(entity.name)}}/${kebabCase(action.name)}`,
    do: [
      { load: `${entity.name} as ${variable}` },
      {
        require: compare(`${variable}.${field}`, action.from, true),
        else: `409 illegal_transition: The ${entity.key} is not ${action.from.join(' or ')}`,
      },
      { update: variable, set: { [field]: text(action.to) } },
      ...more,
    ],
    answer: { status: 200, body: variable },
  };
}

/** What a create or update does beside writing the record. */
export interface Plan {
  readonly entity: EntityDraft;
  readonly verb: 'create' | 'update' | 'delete';
  /** Reference field → the record it names is loaded first. */
  readonly loads: Map<string, EntityDraft>;
  readonly before: StepDraft[];
  /** Of a creation: what its effects on other records are. Of an update: what must hold for the record it leaves. */
  readonly after: StepDraft[];
}

export const text = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
