/** A star behind the names of fields, and what the request says it means. */
export interface Mark {
  readonly meaning: 'required' | 'optional';
  /** Where the request says so. */
  readonly start: number;
  readonly end: number;
}

const MEANING = String.raw`(?<required>required|mandatory|compulsory|obligatory)|(?<optional>optional)`;
const STAR = String.raw`(?:\(?\*\)?|star|asterisk)`;

const LEGENDS: readonly RegExp[] = [
  new RegExp(
    String.raw`(?:everything|all(?: fields)?|whatever|fields|those|what) (?:with|has|have|that has|that have) (?:an? )?${STAR} (?:is|are|must be) (?:${MEANING})`,
    'i',
  ),
  new RegExp(
    String.raw`\(?\*\s*(?:=|:|–|means|marks|denotes|stands for)\s*(?:an? )?(?:${MEANING})(?: fields?| values?)?\)?`,
    'i',
  ),
  new RegExp(String.raw`\(\*\s*(?:${MEANING})(?: fields?)?\)`, 'i'),
  new RegExp(
    String.raw`(?:the )?(?:fields |ones |names |everything )?marked (?:with|by) (?:an? )?${STAR} (?:is|are|must be) (?:${MEANING})`,
    'i',
  ),
  new RegExp(
    String.raw`(?:an? |the )?${STAR} (?:means|marks|denotes|stands for) (?:an? )?(?:${MEANING})(?: fields?| values?)?`,
    'i',
  ),
  new RegExp(String.raw`(?:${MEANING}) fields? (?:is|are) marked (?:with|by) (?:an? )?${STAR}`, 'i'),
];

/** What a star means in this request; nothing when it does not say. */
export function readMark(request: string): Mark | undefined {
  for (const legend of LEGENDS) {
    const match = legend.exec(request);
    if (!match) continue;
    const meaning = match.groups?.['optional'] === undefined ? 'required' : 'optional';
    return { meaning, start: match.index, end: match.index + match[0].length };
  }
  return undefined;
}

/** True when the stretch of text says what the star means and nothing more. */
export function isLegend(mark: Mark | undefined, text: string, start: number): boolean {
  if (!mark || mark.start < start || mark.end > start + text.length) return false;
  const rest = text.slice(0, mark.start - start) + text.slice(mark.end - start);
  return !/[\p{L}\p{N}]/u.test(rest);
}
