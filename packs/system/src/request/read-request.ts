import { type Analyser, chooseAnalyser } from '@millwright/factory';
import { AnalyserError } from './errors.ts';
import { understand, type Understanding } from './understand.ts';
import { understandBlueprint } from './understand-blueprint.ts';

/** What an analyser of systems makes of a request: a blueprint, as YAML. Those of this pack also say what each sentence became. */
export type SystemReading = Understanding | { readonly blueprint: string };

/** Reads a request with the analyser that suits it best; with this pack's own where nobody knows better. */
export type RequestReader = (
  request: string,
  answers?: Readonly<Record<string, string>>,
) => Promise<Understanding>;

/** @throws AnalyserError when another pack's analyser fails, and what `understand` throws. */
export function createRequestReader(
  analysers: () => Promise<readonly Analyser<SystemReading>[]>,
): RequestReader {
  return async (request, answers = {}) => {
    const chosen = chooseAnalyser(await analysers(), request);
    if (chosen === undefined) return understand(request, answers);
    const { analyser } = chosen;
    if (analyser.name.startsWith('system/'))
      return (await analyser.analyse(request, { answers })) as Understanding;
    return withinRequest(request, await guarded(analyser, request, answers));
  };
}

async function guarded(
  analyser: Analyser<SystemReading>,
  request: string,
  answers: Readonly<Record<string, string>>,
): Promise<Understanding> {
  try {
    const { blueprint } = await analyser.analyse(request, { answers });
    return understandBlueprint(blueprint);
  } catch (error) {
    throw new AnalyserError(analyser.name, error);
  }
}

/** The places of statements are in the blueprint that was made, and nowhere in the request: they stand for the whole of it. */
function withinRequest(request: string, understanding: Understanding): Understanding {
  const { requirements } = understanding;
  const span = [0, request.length] as const;
  const statements = requirements.statements.map((statement) => ({
    ...statement,
    span,
    facts: statement.facts.map((fact) => ({ ...fact, span })),
  }));
  return { ...understanding, requirements: { ...requirements, statements } };
}
