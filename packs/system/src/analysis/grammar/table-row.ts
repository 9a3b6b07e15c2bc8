import type { Span } from '../../requirements/requirements.ts';
import { lowerAt } from '../text/token-at.ts';
import type { Passage } from '../text/passages.ts';
import { FIELD_TITLE, OWNER_TITLE } from '../text/table-titles.ts';
import { type Token, tokenise } from '../text/tokens.ts';
import { spanOf, valueText } from './constraint.ts';
import { readGroup } from './constraints.ts';
import { type FieldPhrase, readFieldPhrase } from './field-phrase.ts';
import type { Surroundings } from './form.ts';
import { readNounPhrase } from './noun-phrase.ts';
import { numberOf } from './pattern.ts';
import type { Proposal } from './proposal.ts';
import type { ReadStatement } from './read-statements.ts';

/** Reads a row of a table of fields: a name, then a type, whether it is required, rules; entities in a column of their own. */
export function readTableRow(request: string, passage: Passage, around: Surroundings): ReadStatement {
  const cells = (passage.cells ?? []).map((cell) => tokenise(request, cell.start, cell.end));
  const header = passage.header ?? [];
  const ownerColumn = header.findIndex((title) => OWNER_TITLE.test(title));
  const nameColumn = header.findIndex((title) => FIELD_TITLE.test(title));
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

type Said = Pick<FieldPhrase, 'constraints' | 'leftovers'>;

function readCells(
  cells: readonly (readonly Token[])[],
  header: readonly string[],
  nameColumn: number,
  ownerColumn: number,
): Said {
  const constraints: FieldPhrase['constraints'][number][] = [];
  const leftovers: Token[] = [];
  for (const [column, title] of header.entries()) {
    if (column === nameColumn || column === ownerColumn) continue;
    const said = readCell(title, cells[column] ?? [], spanOf(cells[nameColumn] ?? []));
    constraints.push(...said.constraints);
    leftovers.push(...said.leftovers);
  }
  return { constraints, leftovers };
}

const NOTHING: Said = { constraints: [], leftovers: [] };

/** One way to read a cell below a title; the first that knows the title and the cell wins. */
type CellReader = (title: string, tokens: readonly Token[], name: Span) => Said | undefined;

const CELL_READERS: readonly CellReader[] = [
  (title, tokens, name) =>
    tokens.length === 0 && /^(?:required|mandatory)\??$/.test(title)
      ? { constraints: [{ kind: 'required', isRequired: false, span: name }], leftovers: [] }
      : undefined,
  (_title, tokens) => (tokens.length === 0 ? NOTHING : undefined),
  (title, tokens) => {
    const yes = yesNo(tokens);
    return yes !== undefined && /required|mandatory|optional|nullable|unique/.test(title)
      ? { constraints: flag(title, yes, tokens), leftovers: [] }
      : undefined;
  },
  (title, tokens) => {
    if (!/default/.test(title)) return undefined;
    return lowerAt(tokens, 0) === '-'
      ? NOTHING
      : { constraints: [{ kind: 'default', value: valueText(tokens), span: spanOf(tokens) }], leftovers: [] };
  },
  (title, tokens) => readEnd(title, tokens),
];

function readCell(title: string, tokens: readonly Token[], name: Span): Said {
  for (const reader of CELL_READERS) {
    const said = reader(title, tokens, name);
    if (said) return said;
  }
  const { constraints, leftovers } = readGroup(tokens);
  const isProse =
    /description|meaning|note|comment|example|explanation|remark|info|detail|purpose|about|why/.test(title);
  return { constraints, leftovers: isProse ? [] : leftovers };
}

/** Columns such as `min`, `maximum`, `max length` hold one end of a range. */
function readEnd(title: string, tokens: readonly Token[]): Said | undefined {
  const end = /^(min|max)(?:imum|imal)?\.?( length| characters| chars)?$/.exec(title);
  const value = tokens.length <= 2 ? numberOf(tokens) : undefined;
  if (!end || value === undefined) return undefined;
  const side = end[1] === 'min' ? 'minimum' : 'maximum';
  const measure = end[2] ? 'characters' : 'value';
  return {
    constraints: [{ kind: 'bound', side, value, measure, isExclusive: false, span: spanOf(tokens) }],
    leftovers: [],
  };
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
