import type { Passage, PassageKind } from './passage.ts';

const maxLength = 2_000;

/** Splits a Markdown document at its headings, and long sections between paragraphs. Fenced code stays whole. */
export function splitMarkdown(
  markdown: string,
  source: string,
  kind: PassageKind = 'documentation',
): Passage[] {
  return sections(markdown).flatMap(({ headings, blocks }) =>
    joined(blocks).map((text): Passage => ({ kind, source, title: headings.join(' › '), text })),
  );
}

interface Section {
  readonly headings: readonly string[];
  readonly blocks: readonly string[];
}

function sections(markdown: string): Section[] {
  const found: Section[] = [];
  let headings: string[] = [];
  let lines: string[] = [];
  let fence: string | undefined;
  const finish = () => {
    const blocks = splitBlocks(lines);
    if (blocks.length > 0) found.push({ headings, blocks });
    lines = [];
  };
  for (const line of markdown.split(/\r?\n/)) {
    fence = fenceAfter(line, fence);
    const heading = fence === undefined ? /^(#{1,6})\s+(.*?)\s*#*$/.exec(line) : null;
    if (heading) {
      finish();
      const depth = heading[1]?.length ?? 1;
      headings = [...headings.slice(0, depth - 1), heading[2] ?? ''];
    } else {
      lines.push(line);
    }
  }
  finish();
  return found;
}

/** Paragraphs; a fenced block is one. */
function splitBlocks(lines: readonly string[]): string[] {
  const blocks: string[] = [];
  let block: string[] = [];
  let fence: string | undefined;
  for (const line of [...lines, '']) {
    fence = fenceAfter(line, fence);
    if (line.trim() === '' && fence === undefined) {
      if (block.length > 0) blocks.push(block.join('\n'));
      block = [];
    } else {
      block.push(line);
    }
  }
  if (block.some((line) => line.trim() !== '')) blocks.push(block.join('\n').trimEnd());
  return blocks;
}

/** The mark that closes the fence this line stands in; undefined outside of fences. */
function fenceAfter(line: string, fence: string | undefined): string | undefined {
  const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
  if (mark === undefined) return fence;
  if (fence === undefined) return mark;
  const closes = mark.startsWith(fence) && line.trim() === mark;
  return closes ? undefined : fence;
}

function joined(blocks: readonly string[]): string[] {
  const texts: string[] = [];
  for (const block of blocks) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + block.length + 2 <= maxLength) {
      texts[texts.length - 1] = `${last}\n\n${block}`;
    } else {
      texts.push(block);
    }
  }
  return texts;
}
