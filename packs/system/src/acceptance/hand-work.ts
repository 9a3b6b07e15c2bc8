import type { SystemModel } from '../model/system.ts';
import type { Requirements } from '../requirements/requirements.ts';
import type { Target } from './target.ts';

/** What only a scenario that somebody has written can prove. */
export type HandKind = 'flow' | 'feed' | 'rules';

/** Why nothing is derived for it, and what to do about it. */
export function handWork(target: Extract<Target, { kind: HandKind }>): string {
  switch (target.kind) {
    case 'flow':
      return `it happens by itself; write a scenario that starts it, moves the clock with \`advance\` and looks at what it did, with \`proves: [flows.${target.flow}]\``;
    case 'feed':
      return `write a scenario that lets something happen and hears of it with \`feed: GET …\`, with \`proves: [feeds.${target.feed}]\``;
    case 'rules':
      return `write a scenario with a request that they refuse, with \`proves: [entities.${target.entity}.rules]\``;
  }
}

/** The model with scenarios that name statements by their ids, where they name parts of the blueprint: `flows.remind`. */
export function withStatementIds(model: SystemModel, requirements: Requirements): SystemModel {
  const scenarios = model.scenarios.map((scenario) => ({
    ...scenario,
    proves: [...new Set(scenario.proves.flatMap((name) => statementIds(name, requirements)))],
  }));
  return { ...model, scenarios };
}

/** An id stands for itself; a path into the blueprint for the statements about it. */
export function statementIds(name: string, { statements }: Requirements): readonly string[] {
  if (!isPath(name)) return [name];
  return statements
    .filter(({ facts }) => facts.some(({ target }) => target === name || target.startsWith(`${name}.`)))
    .map(({ id }) => id);
}

/** Ids are a letter and a number. */
export function isPath(name: string): boolean {
  return !/^[A-Z]\d+$/.test(name);
}
