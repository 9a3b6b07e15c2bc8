import { lowerText } from '../text/token-at.ts';
import type { Token } from '../text/tokens.ts';
import { hasVerb } from './forms/entity-forms.ts';
import { isRecordPhrase } from './record-phrase.ts';
import type { Surroundings } from './form.ts';
import { type NounPhrase, readNounPhrase } from './noun-phrase.ts';
import type { Reading } from './proposal.ts';

const ANNOUNCE =
  /\b(?:following|features?|functions?|functionality|requirements|these|below|able to|possible to|should|must|can|needs?|things|operations|capabilities|details|stories|rules)\b/;

export function isAnnouncement(tokens: readonly Token[]): boolean {
  const text = lowerText(tokens);
  if (tokens.length > 9 || !ANNOUNCE.test(text)) return false;
  return (
    !/\b(?:has|have|states?|status|fields?|attributes?|entities|records)\b/.test(text) && !/, /.test(text)
  );
}

export function announced(tokens: readonly Token[], around: Surroundings): Surroundings {
  const text = lowerText(tokens);
  const expects =
    /\b(?:features?|functions?|functionality|able to|possible to|operations|stories|requirements|should|must|can|capabilities)\b/.test(
      text,
    )
      ? 'features'
      : 'anything';
  return { expects, isLabel: true, ...(around.owner ? { owner: around.owner } : {}) };
}

/** What a sentence ending in a colon announces: the fields or states of something, kinds of record, or features. */
export function leadInOf(tokens: readonly Token[], around: Surroundings): Surroundings {
  const text = lowerText(tokens);
  const owner = ownerIn(tokens) ?? around.owner;
  const base = { isLabel: true, ...(owner ? { owner } : {}) };
  if (/\b(?:states|statuses|stages|one of|status)\b/.test(text)) return { ...base, expects: 'states' };
  if (
    /\b(?:entities|kinds of|types of|records|following (?:things|resources|models|tables|objects)|keep track of|manage|track|store|keep|stores|keeps|manages|tracks)$/.test(
      text,
    )
  )
    return { isLabel: true, expects: 'entities' };
  if (
    /\b(?:has|have|fields?|attributes?|properties|columns|details|contains|includes|consists of|needs|record|store|keep|know|note|information|data)\b/.test(
      text,
    ) &&
    owner
  )
    return { ...base, expects: 'fields' };
  const bare = tokens.length <= 4 && !hasVerb(tokens) ? record(readNounPhrase(tokens)) : undefined;
  return bare ? { isLabel: true, owner: bare, expects: 'fields' } : announced(tokens, around);
}

function ownerIn(tokens: readonly Token[]): NounPhrase | undefined {
  const verb = tokens.findIndex((token) =>
    /^(?:has|have|contains|includes|consists|needs|must|should|is|are|can|fields|attributes|properties)$/.test(
      token.lower,
    ),
  );
  const each = tokens.findIndex((token) => /^(?:each|every)$/.test(token.lower));
  const of = tokens.findIndex((token) => /^(?:for|of|about)$/.test(token.lower));
  if (each >= 0)
    return record(readNounPhrase(tokens.slice(each, verb > each ? verb : stopAfter(tokens, each))));
  if (of >= 0 && of < tokens.length - 1)
    return record(readNounPhrase(tokens.slice(of + 1, stopAfter(tokens, of + 1))));
  return verb > 0 ? record(readNounPhrase(tokens.slice(0, verb))) : undefined;
}

function stopAfter(tokens: readonly Token[], from: number): number {
  const stop = tokens.findIndex(
    (token, index) =>
      index > from &&
      (token.kind === 'sign' ||
        /^(?:we|i|has|have|is|are|the|should|must|store|record|keep|can)$/.test(token.lower)),
  );
  return stop < 0 ? tokens.length : stop;
}

function record(phrase: NounPhrase | undefined): NounPhrase | undefined {
  return isRecordPhrase(phrase) ? phrase : undefined;
}

/** Items may introduce nested items: `Plants` with their fields below, `Each plant has:`. */
export function itemOpens(
  tokens: readonly Token[],
  around: Surroundings,
  opened: Surroundings,
  readings: readonly Reading[],
): Surroundings {
  const entity = readings.flatMap((reading) => reading.proposals).find((one) => one.kind === 'entity');
  const phrase = readNounPhrase(tokens);
  const bare = phrase && !hasVerb(tokens) && tokens.length <= 4 ? record(phrase) : undefined;
  const owner = opened.owner ?? entity?.phrase ?? bare ?? around.owner;
  if (opened !== around) return { ...opened, ...(owner ? { owner } : {}) };
  return {
    expects: bare ? 'fields' : 'anything',
    isLabel: true,
    ...((bare ?? entity?.phrase ?? owner) ? { owner: bare ?? entity?.phrase ?? (owner as NounPhrase) } : {}),
  };
}
