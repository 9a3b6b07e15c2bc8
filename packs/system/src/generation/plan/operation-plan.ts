import type { Expression } from '../../expression/expression.ts';
import { expressionHelpers } from '../../expression/expression-helpers.ts';
import type { SystemModel } from '../../model/system.ts';
import type { Field } from '../../model/field.ts';
import type { Operation } from '../../model/operation.ts';
import { allSteps } from '../../model/walk-steps.ts';
import { camelCase, capitalise } from '../../naming/letter-case.ts';
import { isSafeVariable } from '../../naming/identifier.ts';
import { fieldPath } from '../../expression/expression-walk.ts';
import type { EntityPlan } from './entity-plan.ts';
import { NamePool } from './name-pool.ts';
import { passwordUse } from './password-use.ts';
import { declaredBy } from './variable-reads.ts';

/** The names of one operation and of its parameters. */
export interface OperationPlan {
  readonly operation: Operation;
  readonly owner: EntityPlan;
  /** Function and name of the command. */
  readonly name: string;
  readonly pathParameters: readonly PathParameterPlan[];
  /** Schema and type of the body; absent when there is none. */
  readonly input?: { readonly schema: string; readonly type: string };
  /** Schema of all that the query may hold. */
  readonly querySchema?: string;
  /** Schema of the parameters of the path that have types. */
  readonly path?: { readonly schema: string };
  readonly query?: { readonly schema: string; readonly type: string };
  readonly headers?: { readonly schema: string; readonly type: string };
  /** Whether it hashes or verifies passwords. */
  readonly usesPasswords: boolean;
  /** What the variable `event` holds, where there is one. */
  readonly event?: readonly Field[];
}

export interface PathParameterPlan {
  /** As the path and expressions call it. */
  readonly name: string;
  /** As the function calls it: `taskId`. */
  readonly variable: string;
  /** Its type, where it has one of its own. */
  readonly field?: Field;
}

/** @param functions names that generated functions of the domain have already */
export function planOperation(
  operation: Operation,
  owner: EntityPlan,
  { entities, operations }: Pick<SystemModel, 'entities' | 'operations'>,
  functions: NamePool = new NamePool(),
): OperationPlan {
  const { hashes, verifies } = passwordUse(operation, entities);
  const { name } = operation;
  const stem = capitalise(name);
  return {
    operation,
    owner,
    name: functions.take(name, 'Operation'),
    usesPasswords: hashes || verifies,
    pathParameters: planPathParameters(
      operation,
      operations.map((one) => one.name),
    ),
    ...(operation.input.length > 0 && { input: { schema: `${name}Input`, type: `${stem}Input` } }),
    ...((operation.query.length > 0 || operation.selection !== undefined) && {
      querySchema: `${name}Query`,
    }),
    ...(operation.path !== undefined && { path: { schema: `${name}Path` } }),
    ...(operation.headers !== undefined && {
      headers: { schema: `${name}Headers`, type: `${stem}Headers` },
    }),
    ...(operation.query.length > 0 && { query: { schema: `${name}Query`, type: `${stem}Query` } }),
  };
}

/** A parameter is named `taskId` where it is the key of a record, so that `task` is free for the record itself. */
function planPathParameters(
  { http, steps, path = [], headers, patch }: Operation,
  functions: readonly string[],
): readonly PathParameterPlan[] {
  const all = allSteps(steps);
  const declared = all.flatMap(declaredBy);
  const names = new NamePool([
    ...declared,
    ...functions,
    'tables',
    'input',
    'query',
    ...(headers === undefined ? [] : ['headers']),
    ...(patch === undefined ? [] : ['change']),
    'refuse',
    'emit',
    'actorId',
    'sessionId',
    'keyId',
    'key',
    'passwords',
    ...Object.keys(expressionHelpers),
  ]);
  return http.path.flatMap((segment) => {
    if (typeof segment === 'string') return [];
    const { parameter } = segment;
    const isKey = all.some(
      (step) =>
        (step.kind === 'load' || step.kind === 'find') &&
        step.by.kind === 'id' &&
        isPath(step.by.value, parameter),
    );
    const wanted = camelCase(isKey && !/id$/i.test(parameter) ? `${parameter} id` : parameter);
    const variable = names.take(isSafeVariable(wanted) ? wanted : `${wanted}Value`, 'Value');
    const field = path.find(({ name }) => name === parameter);
    return [{ name: parameter, variable, ...(field === undefined ? {} : { field }) }];
  });
}

function isPath({ node }: Expression, parameter: string): boolean {
  const [variable, field] = fieldPath(node) ?? [];
  return variable === 'path' && field === parameter;
}
