import type { ParallelRequest, ScenarioStep } from '../../model/scenario.ts';
import { renderCall } from './render-call.ts';
import { type SavedNames, renderValue } from './render-value.ts';

interface ParallelSetting {
  /** A name for the variable that takes answers, another one each time. */
  readonly freshName: () => string;
  readonly client: string;
  readonly names: SavedNames;
}

/** Requests at once, and what their answers must be, one by one and together. */
export function renderParallel(
  { requests, expect }: Extract<ScenarioStep, { kind: 'parallel' }>,
  setting: ParallelSetting,
): readonly string[] {
  const { freshName, names } = setting;
  const bursts = requests.map((request) => renderBurst(request, setting));
  const [only, ...others] = bursts;
  if (others.length === 0) {
    const name = freshName();
    const together = expect === undefined ? [] : [`assertStatuses(${name}, ${renderValue(expect, names)});`];
    const own = requests.map((request) => renderExpectation(request, name, names));
    return [`const ${name} = await ${only};`, ...own.flat(), ...together];
  }
  const parts = requests.map(freshName);
  return [
    `const [${parts.join(', ')}] = await Promise.all([`,
    ...bursts.map((burst) => `  ${burst},`),
    ']);',
    ...requests.flatMap((request, index) => renderExpectation(request, parts[index] ?? '', names)),
    ...(expect === undefined
      ? []
      : [
          `assertStatuses([${parts.map((part) => `...${part}`).join(', ')}], ${renderValue(expect, names)});`,
        ]),
  ];
}

function renderBurst(request: ParallelRequest, { client, names }: ParallelSetting): string {
  const call = renderCall(request, client, new Map([...names, ['n', 'n']]));
  const isNumbered = JSON.stringify([request.path, request.body, request.headers]).includes('${n}');
  return `atOnce(${request.times}, (${isNumbered ? 'n' : ''}) => ${call})`;
}

function renderExpectation({ expect }: ParallelRequest, name: string, names: SavedNames): readonly string[] {
  return expect === undefined ? [] : [`assertStatuses(${name}, ${renderValue(expect, names)});`];
}
