import { tokenField } from '../../../../model/secret-fields.ts';
import { literal } from '../../../code/literal.ts';
import { tokensFile } from '../../access/access-files.ts';
import { referenceChecks } from '../reference-checks.ts';
import { newRowValues } from '../row-values.ts';
import { boundWrite } from './bound-variable.ts';
import { rowSource } from './row-source.ts';
import type { StepContext, StepOf } from './step-context.ts';

export function renderCreate(step: StepOf<'create'>, context: StepContext): string[] {
  const { scope, system } = context;
  const written = rowSource(step.entity, step.fromInput, step.set, context);
  const token = toldToken(step, context);
  const source = token === undefined ? written : { ...written, token: token.variable };
  const references = referenceChecks(source, scope);
  const { checks, code } = newRowValues(source, scope);
  const call = `tables.${source.plan.table}.${scope.usage.method('insert')}(${code})`;
  if (token === undefined)
    return [
      ...references,
      ...checks,
      ...boundWrite(step.as, step.entity, system.asynchrony.await + call, context),
    ];
  const told = `{ ...${system.asynchrony.result(call)}, ${member(token.field, token.variable)} }`;
  return [...references, ...checks, token.declaration, ...boundWrite(step.as, step.entity, told, context)];
}

interface ToldToken {
  readonly field: string;
  readonly variable: string;
  readonly declaration: string;
}

/** A new token, where something reads the record: only its hash is stored. */
function toldToken(step: StepOf<'create'>, context: StepContext): ToldToken | undefined {
  const { scope, system } = context;
  const field = tokenField(system.entity(step.entity).entity);
  if (field?.type.kind !== 'text' || !(context.isResult || context.readsLater(step.as))) return undefined;
  const variable = scope.local(field.name);
  const make = scope.file.imports.value(tokensFile, 'newToken');
  const declaration = `const ${variable} = ${make}(${literal(field.type.prefix ?? '')});`;
  return { field: field.name, variable, declaration };
}

function member(name: string, code: string): string {
  return name === code ? name : `${name}: ${code}`;
}
