import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { ActionDocument, LongActionDocument, StatesDocument } from '../blueprint/document.ts';
import type { Problems } from '../blueprint/problems.ts';
import type { StateAction, StateMachine } from '../model/entity.ts';
import { isSafeProperty } from '../naming/identifier.ts';
import { suggestName } from '../naming/nearest-name.ts';

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
  const actions = Object.entries(document.actions).flatMap(([name, action]) => {
    const place = { states: values, path: [...path, 'actions', name], problems };
    reportSetState(action, field, place);
    return lowerAction(name, action, place);
  });
  return { field, states: values, initial: values[0] ?? '', actions };
}

function lowerAction(name: string, action: ActionDocument, place: StatePlace): StateAction[] {
  if (typeof action === 'string') return lowerArrow(name, action, place);
  const { transition, from, to } = action;
  if (transition === undefined) return lowerEnds(name, action, place);
  if (from !== undefined || to !== undefined) {
    place.problems.add({
      code: 'name_clash',
      path: [...place.path, 'transition'],
      isKey: true,
      message: 'Both `transition` and `from`, `to` say where the action leads.',
      suggestion: 'Leave one of them out.',
    });
  }
  return lowerArrow(name, transition, { ...place, path: [...place.path, 'transition'] });
}

function lowerEnds(name: string, { from, to }: LongActionDocument, place: StatePlace): StateAction[] {
  if (from === undefined || to === undefined) {
    place.problems.add({
      code: 'missing_key',
      path: place.path,
      isKey: true,
      message: 'An action leads from a state to another.',
      suggestion: 'Write `transition: open -> done`, or `from` and `to`.',
    });
    return [];
  }
  const target = knownState(to, 0, { ...place, path: [...place.path, 'to'] });
  const sources = fromStates(from, { ...place, path: [...place.path, 'from'] });
  return target === undefined || sources.length === 0 ? [] : [{ name, from: sources, to: target }];
}

function fromStates(from: string | readonly string[], place: StatePlace): readonly string[] {
  if (typeof from === 'string') return isAny(from, place.states) ? place.states : knownStates(from, place);
  return [
    ...new Set(
      from.flatMap((state, index) => knownState(state, 0, { ...place, path: [...place.path, index] }) ?? []),
    ),
  ];
}

/** The transition is all that changes the state. */
function reportSetState(action: ActionDocument, field: string, { path, problems }: StatePlace): void {
  if (typeof action === 'string' || action.set?.[field] === undefined) return;
  problems.add({
    code: 'name_clash',
    path: [...path, 'set', field],
    isKey: true,
    message: `The transition sets \`${field}\` already.`,
    suggestion: 'Leave it out.',
  });
}

function lowerArrow(name: string, arrow: string, place: StatePlace): StateAction[] {
  const match = /^([^>]+?)(\s*->\s*)([^>]+)$/su.exec(arrow);
  const [, left = '', separator = '', right = ''] = match ?? [];
  if (match === null) {
    place.problems.add({
      code: 'invalid_transition',
      path: place.path,
      message: `Expected \`from -> to\`, got \`${arrow}\`.`,
      suggestion: respelled(arrow) ?? 'Write `open -> done`, `open, waiting -> done` or `any -> done`.',
    });
    return [];
  }
  const to = knownState(right.trim(), left.length + separator.length, place);
  const from = isAny(left.trim(), place.states) ? place.states : knownStates(left, place);
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
