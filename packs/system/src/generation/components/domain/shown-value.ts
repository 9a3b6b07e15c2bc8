import type { ExpressionNode, ValueType } from '../../../expression/expression.ts';
import { tokenField } from '../../../model/secret-fields.ts';
import { propertyKey } from '../../code/literal.ts';
import type { OperationScope } from './operation-scope.ts';
import { renderViewFile } from './view-file.ts';

/** The value of an expression as an answer shows it: every record in it by its view. */
export function shownNode(node: ExpressionNode, scope: OperationScope): string {
  if (!isViewed(node.type, scope)) return scope.node(node);
  if (node.kind !== 'object') return shownCode(scope.node(node), node.type, scope);
  const members = node.fields.map(({ name, value }) => `${propertyKey(name)}: ${shownNode(value, scope)}`);
  return `{ ${members.join(', ')} }`;
}

/** Code of a value of this type, turned into what an answer shows. */
export function shownCode(code: string, type: ValueType, scope: OperationScope): string {
  if (!isViewed(type, scope)) return code;
  switch (type.kind) {
    case 'record':
      return type.isNew === true ? toldCall(type.entity, code, scope) : viewCall(type.entity, code, scope);
    case 'list':
      return `${code}.map((each) => ${inArrow(shownCode('each', type.of, scope))})`;
    case 'nullable':
      return `${code} && ${shownCode(code, type.of, scope)}`;
    case 'object': {
      const viewed = Object.entries(type.fields).filter(([, field]) => isViewed(field, scope));
      const members = viewed.map(
        ([name, field]) => `${propertyKey(name)}: ${shownCode(`${code}.${name}`, field, scope)}`,
      );
      return `{ ...${code}, ${members.join(', ')} }`;
    }
    default:
      return code;
  }
}

/** The call that shows a record. */
export function viewCall(entity: string, code: string, { file, system, usage }: OperationScope): string {
  const plan = system.entity(entity);
  if (plan.view === undefined) return code;
  for (const { entity: shown } of [plan, plan.origin ?? plan]) usage.views.add(shown.name);
  renderViewFile(plan, plan.view, usage);
  const name = file.imports.value(plan.view.file, plan.view.name);
  return `${name}(${code}${plan.view.needsClock ? ', tables' : ''})`;
}

/** A new record with its token, which nobody is told again. */
function toldCall(entity: string, code: string, scope: OperationScope): string {
  const shown = viewCall(entity, code, scope);
  const token = tokenField(scope.system.entity(entity).entity)?.name;
  return token === undefined ? shown : `{ ...${shown}, ${token}: ${code}.${token} }`;
}

function isViewed(type: ValueType, scope: OperationScope): boolean {
  switch (type.kind) {
    case 'record':
      return scope.system.entity(type.entity).view !== undefined;
    case 'list':
    case 'nullable':
      return isViewed(type.of, scope);
    case 'object':
      return Object.values(type.fields).some((field) => isViewed(field, scope));
    default:
      return false;
  }
}

function inArrow(code: string): string {
  return code.startsWith('{') ? `(${code})` : code;
}
