import type { Field } from '../../model/field.ts';
import type { Listened } from '../../model/feed.ts';
import { isAccepted } from '../simulation/accept-value.ts';
import { evaluate, type Scope, type Value } from '../simulation/evaluate.ts';
import type { ToldEvent } from '../simulation/happenings.ts';
import type { ScenarioPlayer } from '../simulation/play-scenario.ts';
import { encoded } from '../scenarios/entity-list.ts';
import { isMadeId } from '../witness/stable-value.ts';

/** Parameters that a client gives, spelt as in a scenario: values that were saved under their names. */
export interface ListeningPlace {
  readonly path: Readonly<Record<string, string>>;
  /** `room=red&level=2`. */
  readonly query: string;
}

/** So many combinations of parameters are tried. */
const budget = 500;

/** Where somebody must listen to hear of the event; undefined when no parameters were found. */
export function listeningPlace(
  feed: Listened,
  event: ToldEvent,
  player: ScenarioPlayer,
  listener: Scope,
): ListeningPlace | undefined {
  const known = Object.values(event).filter((value) => isSpeakable(value, player));
  const parameters = feed.http.path.flatMap((part) => (typeof part === 'string' ? [] : [part.parameter]));
  const paths = parameters.map((name): Choice => ({ name, values: known.filter(isText) }));
  const queries = feed.query.map((field): Choice => ({ name: field.name, values: valuesOf(field, known) }));
  for (const chosen of combinations([...paths, ...queries]).take(budget)) {
    const path = chosen.slice(0, paths.length);
    const query = chosen.slice(paths.length);
    const scope = { ...listener, event, path: Object.fromEntries(path), query: Object.fromEntries(query) };
    if (feed.where !== undefined && evaluate(feed.where.node, scope) !== true) continue;
    return {
      path: Object.fromEntries(path.map(([name, value]) => [name, spelt(value, player)])),
      query: feed.query
        .flatMap((field, index) => {
          const value = query[index]?.[1] ?? null;
          return value === absentValue(field) ? [] : [`${field.name}=${spelt(value, player)}`];
        })
        .join('&'),
    };
  }
  return undefined;
}

interface Choice {
  readonly name: string;
  readonly values: readonly Value[];
}

type Chosen = readonly (readonly [name: string, value: Value])[];

function* combinations([first, ...others]: readonly Choice[]): Generator<Chosen> {
  if (first === undefined) return yield [];
  for (const value of first.values) {
    for (const rest of combinations(others)) yield [[first.name, value], ...rest];
  }
}

function isText(value: Value): boolean {
  return typeof value === 'string' && value !== '';
}

/** A single value that the real system has as well. */
function isSpeakable(value: Value, player: ScenarioPlayer): boolean {
  if (typeof value === 'object' || value === '') return false;
  return player.nameOf(value) !== undefined || !isMadeId(value);
}

/** Absence first, where a client may leave it out. */
function valuesOf(field: Field, known: readonly Value[]): readonly Value[] {
  const absent = absentValue(field);
  const given = known.filter((value) => isAccepted(field.type, value));
  return absent === undefined ? given : [absent, ...given];
}

function absentValue({ defaultValue, isOptional }: Field): Value | undefined {
  if (defaultValue?.kind === 'literal') return defaultValue.value;
  return isOptional ? null : undefined;
}

function spelt(value: Value, player: ScenarioPlayer): string {
  return player.nameOf(value) ?? encoded(typeof value === 'string' ? value : JSON.stringify(value));
}
