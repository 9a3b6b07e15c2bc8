import { endsInAbbreviation } from './abbreviations.ts';
import type { Line } from './lines.ts';

/** Lines as wide as this were filled by an editor; shorter ones were broken by hand. */
const FILLED_WIDTH = 60;
/** A line that leaves more than this share of the width free was ended on purpose. */
const FREE_SHARE = 0.3;

/** Two lines of one paragraph, and how wide its lines are. */
interface Break {
  readonly before: string;
  readonly after: string;
  readonly width: number;
}

const JOINT_END =
  /(?:[,&(/+–]|\b(?:and|or|but|with|the|an?|of|to|for|in|on|at|by|from|which|that|is|are|has|have|must|can|should|be|its|their|our|than|as|each|every|between))$/i;
const JOINT_START = /^(?:[,&+(]|(?:and|or|but|nor|which|that|who|whose|because|so|than|as|of|to|plus)\b)/;
const LABEL = /^\p{L}[\p{L}\p{N} /&'’-]{0,40}(?:\([^)]{0,40}\))? ?(?::|=|->|→)(?=\s)/u;
const DASHED = /^\p{L}[\p{L}\p{N}]*(?: \p{L}[\p{L}\p{N}]*)? [-–—] \p{L}/u;
const STATEMENT =
  /^(?:list|show|mark|filter|search|sort|add|create|update|edit|delete|remove|register|record|keep|store|save|use|run|sqlite|in[- ]memory|memory|port|rest|data|\p{L}[\p{L} -]{1,30} (?:can|may|must|cannot|should|shall|have|has|are|is|belongs?)) ?\b/iu;

/** One reason why a line goes on or begins something new; the first that decides wins. */
type Reason = (one: Break) => 'goes on' | 'begins' | undefined;

const REASONS: readonly Reason[] = [
  ({ before }) => (/[.!?]["”’)*_]*$/.test(before) && !endsInAbbreviation(before) ? 'begins' : undefined),
  ({ before }) => (JOINT_END.test(before) || isOpen(before) ? 'goes on' : undefined),
  ({ after }) => (JOINT_START.test(after) ? 'goes on' : undefined),
  ({ before, after }) =>
    LABEL.test(after) || DASHED.test(after) || before.endsWith(':') ? 'begins' : undefined,
  ({ before, after, width }) => {
    if (width < FILLED_WIDTH) return undefined;
    const first = /^\S*/.exec(after)?.[0].length ?? 0;
    return before.length + 1 + first > width * (1 - FREE_SHARE) ? 'goes on' : 'begins';
  },
  ({ before, after }) => (LABEL.test(before) || STATEMENT.test(after) ? 'begins' : undefined),
  ({ after }) => (/^[\p{Ll}\d]/u.test(after) ? 'goes on' : 'begins'),
];

/** True when a line of a paragraph is the rest of the line before rather than a statement of its own. */
export function goesOn(before: string, after: string, width: number): boolean {
  const one = { before: before.trim(), after: after.trim(), width };
  for (const reason of REASONS) {
    const found = reason(one);
    if (found) return found === 'goes on';
  }
  return false;
}

/** An opening bracket that its line does not close. */
function isOpen(text: string): boolean {
  let depth = 0;
  for (const char of text) {
    if (char === '(' || char === '[') depth += 1;
    if (char === ')' || char === ']') depth = Math.max(0, depth - 1);
  }
  return depth > 0;
}

/** The width of the run of lines without an empty one around a line. */
export function widthAround(lines: readonly Line[], index: number): number {
  let width = 0;
  for (const step of [-1, 1]) {
    for (let at = step < 0 ? index : index + 1; (lines[at]?.text.trim() ?? '') !== ''; at += step) {
      width = Math.max(width, lines[at]?.text.trim().length ?? 0);
      if (Math.abs(at - index) > 40) break;
    }
  }
  return width;
}

/** A short line without a full stop, as the entries below `The fields are:` are written. */
export function isEntry(text: string): boolean {
  return text.trim().length < FILLED_WIDTH && !/[.!?:]$/.test(text.trim());
}
