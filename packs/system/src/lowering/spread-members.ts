import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { ValueDocument } from '../blueprint/document.ts';
import type { Expression } from '../expression/expression.ts';
import { type Member, shownMembers } from '../expression/shown-members.ts';
import { describeType } from '../expression/value-type.ts';
import { readableFields } from './lowering-context.ts';
import type { OperationScope } from './operation-scope.ts';

/** The key of a mapping that names the record or object it begins from: `{ ...: order, lines: lines }`. */
export const spreadKey = '...';

/** What a mapping takes over from the value it begins from, by name; undefined when that is wrong, which is reported. */
export function spreadMembers(
  written: Readonly<Record<string, ValueDocument>>,
  path: DocumentPath,
  scope: OperationScope,
): ReadonlyMap<string, Expression> | undefined {
  const base = written[spreadKey];
  if (base === undefined) return new Map();
  const place = [...path, spreadKey];
  const found = scope.anyValue(base, place);
  if (found === undefined) return undefined;
  const members = shownMembers(found.node, (entity) => readableFields(scope.context, entity));
  if (members !== undefined) {
    const expression = ({ name, value: node }: Member): [string, Expression] => [
      name,
      { source: `${found.source}.${name}`, node, type: node.type },
    ];
    return new Map(members.map(expression));
  }
  const { kind } = found.type;
  const isNullable = found.type.kind === 'nullable' && ['record', 'object'].includes(found.type.of.kind);
  scope.context.problems.add({
    code: isNullable ? 'may_be_null' : 'wrong_variable',
    path: place,
    message: isNullable
      ? `\`${found.source}\` may be null here.`
      : `Expected a record or an object to begin from, got ${describeType(found.type)}.`,
    suggestion: suggestionFor(kind, found.source),
  });
  return undefined;
}

function suggestionFor(kind: string, source: string): string | undefined {
  if (kind === 'nullable') return `Add a step \`require: ${source} != null\` before.`;
  if (kind === 'record' || kind === 'object') return 'Give it a name first, with a `compute` step.';
  return undefined;
}
