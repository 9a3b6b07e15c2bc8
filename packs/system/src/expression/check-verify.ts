import { suggestName } from '../naming/nearest-name.ts';
import type { ExpressionNode } from './expression.ts';
import { fail } from './expression-problem.ts';
import { pathOf, plain } from './expression-scope.ts';
import type { Check, Checked, ExpressionScope } from './expression-scope.ts';
import type { SyntaxNode } from './parse-expression.ts';
import { describeType, isText, nonNull, nullable } from './value-type.ts';

/**
 * `verify(user.password, input.password)`. The record may be missing: then it is false, after the same work as for one that is
 * there, and once it is true the record is known not to be null.
 */
export function checkVerify(
  check: Check,
  [hashSyntax, textSyntax, ...more]: readonly SyntaxNode[],
  offset: number,
  scope: ExpressionScope,
): Checked {
  if (hashSyntax === undefined || textSyntax === undefined || more.length > 0) {
    return failVerify(offset, 'Expected a password that is kept and one that is given.');
  }
  const hash = hashNode(check, hashSyntax, scope);
  const text = check(textSyntax, scope).node;
  if (nonNull(hash.type).kind !== 'hash') {
    return failVerify(
      hashSyntax.start,
      `Only a field of type \`password\` is kept as a hash, got ${describeType(hash.type)}.`,
    );
  }
  if (!isText(text.type)) failVerify(textSyntax.start, `Expected text, got ${describeType(text.type)}.`);
  const call: ExpressionNode = { kind: 'call', name: 'verify', arguments: [hash, text], type: boolean };
  const record = hash.kind === 'member' && hash.target.type.kind === 'nullable' ? hash.target : undefined;
  return record === undefined ? plain(call) : withRecord(call, record);
}

const boolean = { kind: 'boolean' } as const;

/** Verified and there: the record is looked at last, so that the work is done in any case. */
function withRecord(call: ExpressionNode, record: ExpressionNode): Checked {
  const none: ExpressionNode = { kind: 'literal', value: null, type: { kind: 'null' } };
  const isThere: ExpressionNode = {
    kind: 'binary',
    operator: '!=',
    left: record,
    right: none,
    type: boolean,
  };
  const path = pathOf(record);
  return {
    node: { kind: 'binary', operator: '&&', left: call, right: isThere, type: boolean },
    whenTrue: path === undefined ? [] : [path],
    whenFalse: [],
  };
}

/** A member of a record that may be null is null with it. */
function hashNode(check: Check, syntax: SyntaxNode, scope: ExpressionScope): ExpressionNode {
  if (syntax.op !== '.') return check(syntax, scope).node;
  const [targetSyntax, name] = syntax.args;
  const target = check(targetSyntax, scope).node;
  if (target.type.kind !== 'nullable' || target.type.of.kind !== 'record') return check(syntax, scope).node;
  const { entity } = target.type.of;
  const fields = scope.fieldsOf(entity);
  const field = fields.find((one) => one.name === name);
  if (field === undefined) {
    const names = fields.map((one) => one.name);
    fail(
      'unknown_field',
      syntax.end - name.length,
      `${entity} has no field \`${name}\`.`,
      suggestName(name, names),
    );
  }
  const isHash = field.type.kind === 'text' && field.type.secret !== undefined;
  return { kind: 'member', target, name, type: nullable(isHash ? { kind: 'hash' } : { kind: 'text' }) };
}

function failVerify(offset: number, message: string): never {
  return fail('wrong_arguments', offset, message, 'Write `verify(user.password, input.password)`.');
}
