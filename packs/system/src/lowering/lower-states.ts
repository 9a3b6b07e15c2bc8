import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { EntityDocument } from '../blueprint/document.ts';
import type { Problems } from '../blueprint/problems.ts';
import type { StateAction, StateMachine } from '../model/entity.ts';
import { isSafeProperty } from '../naming/identifier.ts';
import { suggestName } from '../naming/nearest-name.ts';

type StatesDocument = NonNullable<EntityDocument['states']>;

/** Lowers a state machine: `complete: open -> completed`, `archive: open, completed -> archived`, `reset: any -> open`. */
export function lowerStates(document: StatesDocument, path: DocumentPath, problems: Problems): StateMachine {
  const { field, values } = document;
  if (!isSafeProperty(field) || /^(id|createdAt|updatedAt)$/.test(field)) {
    problems.add({
      code: 'reserved_name',
      path: [...path, 'field'],
      message: `\`${field}\` cannot be the name of the state's field.`,
    });
  }
  values.forEach((value, index) => {
    if (values.indexOf(value) < index) {
      problems.add({
        code: 'name_clash',
        path: [...path, 'values', index],
        message: `The state \`${value}\` stands twice.`,
      });
    }
  });
  const actions = Object.entries(document.actions).flatMap(([name, arrow]) =>
    lowerAction(name, arrow, values, [...path, 'actions', name], problems),
  );
  return { field, states: values, initial: values[0] ?? '', actions };
}

function lowerAction(
  name: string,
  arrow: string,
  states: readonly string[],
  path: DocumentPath,
  problems: Problems,
): StateAction[] {
  const match = /^([^>]+?)(\s*->\s*)([^>]+)$/su.exec(arrow);
  const [, left = '', separator = '', right = ''] = match ?? [];
  if (match === null) {
    problems.add({
      code: 'invalid_transition',
      path,
      message: `Expected \`from -> to\`, got \`${arrow}\`.`,
      suggestion: respelled(arrow) ?? 'Write `open -> done`, `open, waiting -> done` or `any -> done`.',
    });
    return [];
  }
  const place: StatePlace = { states, path, problems };
  const to = knownState(right.trim(), left.length + separator.length, place);
  const from = isAny(left.trim(), states) ? states : knownStates(left, place);
  return to === undefined || from.length === 0 ? [] : [{ name, from, to }];
}

function isAny(text: string, states: readonly string[]): boolean {
  return text === '*' || (text === 'any' && !states.includes('any'));
}

interface StatePlace {
  readonly states: readonly string[];
  readonly path: DocumentPath;
  readonly problems: Problems;
}

function knownStates(list: string, place: StatePlace): readonly string[] {
  let offset = 0;
  const known = list.split(',').flatMap((part) => {
    const state = knownState(part.trim(), offset + part.length - part.trimStart().length, place);
    offset += part.length + 1;
    return state === undefined ? [] : [state];
  });
  return [...new Set(known)];
}

function knownState(
  state: string,
  offset: number,
  { states, path, problems }: StatePlace,
): string | undefined {
  if (states.includes(state)) return state;
  problems.add({
    code: 'unknown_state',
    path,
    offset,
    message: `There is no state \`${state}\`.`,
    suggestion: suggestName(state, states),
  });
  return undefined;
}

/** `open => done`, `open to done`, `* -> done` as they are written here. */
function respelled(arrow: string): string | undefined {
  const [, from, to] = /^(.+?)\s*(?:[=-]+>|→|\bto\b|>)\s*([\w-]+)$/.exec(arrow) ?? [];
  if (from === undefined) return undefined;
  const states = from.replaceAll(/[[\]()]/g, '').split(/\s*(?:[,|/]|\bor\b|\band\b)\s*/);
  return `Write \`${from === '*' ? 'any' : states.join(', ')} -> ${to}\`.`;
}
