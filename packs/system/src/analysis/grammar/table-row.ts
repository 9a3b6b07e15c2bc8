import { lowerAt } from '../text/token-at.ts';
import type { Passage } from '../text/passages.ts';
import { type Token, tokenise } from '../text/tokens.ts';
import { spanOf, valueText } from './constraint.ts';
import { readGroup } from './constraints.ts';
import { type FieldPhrase, readFieldPhrase } from './field-phrase.ts';
import type { Surroundings } from './form.ts';
import { readNounPhrase } from './noun-phrase.ts';
import type { Proposal } from './proposal.ts';
import type { ReadStatement } from './read-statements.ts';

/** Reads a row of a table of fields: a name, then a type, whether it is required, rules; entities in a column of their own. */
export function readTableRow(request: string, passage: Passage, around: Surroundings): ReadStatement {
  const cells = (passage.cells ?? []).map((cell) => tokenise(request, cell.start, cell.end));
  const header = passage.header ?? [];
  const ownerColumn = header.findIndex((title) =>
    /^(?:entity|record|model|table|object|resource)$/.test(title),
  );
  const nameColumn = header.findIndex((title) =>
    /^(?:fields?|names?|attributes?|propert(?:y|ies)|columns?|field name)$/.test(title),
  );
  const ownerCell = ownerColumn < 0 ? undefined : readNounPhrase(cells[ownerColumn] ?? []);
  const name = cells[nameColumn < 0 ? 0 : nameColumn] ?? [];
  const [field] = readFieldPhrase(name);
  const owner = ownerCell ?? around.owner;
  if (!field || owner === undefined) {
    return {
      passage,
      readings: [],
      problems: ['the row names no field of a known kind of record'],
      opens: around,
    };
  }
  const { constraints, leftovers } = readCells(cells, header, Math.max(0, nameColumn), ownerColumn);
  const full: FieldPhrase = {
    ...field,
    constraints: [...field.constraints, ...constraints],
    leftovers,
    span: [passage.start, passage.end],
  };
  const proposals: Proposal[] = ownerCell
    ? [{ kind: 'entity', phrase: ownerCell, strength: 'strong' }]
    : [{ kind: 'entity', phrase: owner, strength: 'strong' }];
  proposals.push({ kind: 'fields', owner, fields: [full] });
  return {
    passage,
    readings: [{ rule: 'table of fields', span: [passage.start, passage.end], confidence: 0.95, proposals }],
    problems: [],
    opens: around,
  };
}

function readCells(
  cells: readonly (readonly Token[])[],
  header: readonly string[],
  nameColumn: number,
  ownerColumn: number,
): Pick<FieldPhrase, 'constraints' | 'leftovers'> {
  const constraints: FieldPhrase['constraints'][number][] = [];
  const leftovers: Token[] = [];
  for (const [column, tokens] of cells.entries()) {
    if (column === nameColumn || column === ownerColumn || tokens.length === 0) continue;
    const title = header[column] ?? '';
    const yes = yesNo(tokens);
    if (yes !== undefined && /required|mandatory|optional|nullable|unique/.test(title)) {
      constraints.push(...flag(title, yes, tokens));
      continue;
    }
    if (/default/.test(title)) {
      if (lowerAt(tokens, 0) !== '-')
        constraints.push({ kind: 'default', value: valueText(tokens), span: spanOf(tokens) });
      continue;
    }
    const said = readGroup(tokens);
    constraints.push(...said.constraints);
    if (!/description|meaning|note|comment|example|explanation/.test(title))
      leftovers.push(...said.leftovers);
  }
  return { constraints, leftovers };
}

function yesNo(tokens: readonly Token[]): boolean | undefined {
  const first = lowerAt(tokens, 0);
  if (/^(?:yes|y|true|x|✓|✔|required|mandatory|unique|always)$/.test(first)) return true;
  return /^(?:no|n|false|-|optional|✗)$/.test(first) ? false : undefined;
}

function flag(title: string, yes: boolean, tokens: readonly Token[]): FieldPhrase['constraints'] {
  const span = spanOf(tokens);
  if (/unique/.test(title))
    return yes && lowerAt(tokens, 0) !== 'required' ? [{ kind: 'unique', ignoreCase: false, span }] : [];
  const isOptional = /optional|nullable/.test(title);
  const isRequired = lowerAt(tokens, 0) === 'optional' ? false : isOptional ? !yes : yes;
  return [{ kind: 'required', isRequired, span }];
}
