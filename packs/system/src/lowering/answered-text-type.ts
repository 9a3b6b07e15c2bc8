import type { DocumentPath } from '../blueprint/diagnostic.ts';
import { nearestName } from '../naming/nearest-name.ts';
import type { OperationScope } from './operation-scope.ts';

/** Names that people know better than media types. */
const shortNames: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  'application/csv': 'text/csv',
  ical: 'text/calendar',
  ics: 'text/calendar',
  jsonl: 'application/x-ndjson',
  markdown: 'text/markdown',
  md: 'text/markdown',
  ndjson: 'application/x-ndjson',
  plain: 'text/plain',
  text: 'text/plain',
  tsv: 'text/tab-separated-values',
  txt: 'text/plain',
  vcard: 'text/vcard',
  vcf: 'text/vcard',
  yaml: 'application/yaml',
  yml: 'application/yaml',
};

const otherTexts: readonly string[] = ['application/x-ndjson', 'application/jsonl', 'application/yaml'];

/** What a browser would show as a page of the system, or take as a part of one. */
const active = /html|xml|xsl|svg|(?:java|ecma|live|j)script|css|event-stream/;

/** The media type of an answer that is text. */
export function answeredTextType(
  { text, type }: { readonly text?: string | undefined; readonly type?: string | undefined },
  path: DocumentPath,
  { context: { problems } }: OperationScope,
): { readonly textType?: string } {
  if (type === undefined) return text === undefined ? {} : { textType: 'text/plain' };
  const report = (message: string, suggestion: string | undefined, isKey?: true) =>
    problems.add({
      code: 'invalid_answer',
      path: [...path, 'type'],
      message,
      suggestion,
      ...(isKey && { isKey }),
    });
  if (text === undefined) {
    report('`type` says what a `text` is; other answers are JSON.', 'Write `text: …` beside it.', true);
    return {};
  }
  const textType = type.trim().toLowerCase();
  if (isText(textType)) return { textType };
  report(...complaint(textType));
  return {};
}

function isText(type: string): boolean {
  return otherTexts.includes(type) || (/^text\/[a-z0-9][a-z0-9.+-]*$/.test(type) && !active.test(type));
}

/** What is wrong with a media type, and what to write instead. */
function complaint(type: string): [message: string, suggestion: string | undefined] {
  const [essence = '', ...parameters] = type.split(';').map((part) => part.trim());
  if (parameters.length > 0 && isText(essence)) {
    return ['`; charset=utf-8` is added to every type, and nothing else.', `Write \`type: ${essence}\`.`];
  }
  if (essence === 'application/json') {
    return ['JSON is what `body` and `value` answer.', 'Write `value: …` instead of `text` and `type`.'];
  }
  if (active.test(essence)) {
    return [
      `A browser would show or run \`${essence}\` as a part of the system.`,
      'Write `type: text/plain`, or leave `type` out.',
    ];
  }
  const known = shortNames[essence] ?? nearestName(essence, Object.values(shortNames));
  return [
    `\`${type}\` is no type of text.`,
    known === undefined ? 'Write a type such as `type: text/csv`.' : `Write \`type: ${known}\`.`,
  ];
}
