import type { ScenarioDraft } from '../scenario-draft.ts';
import { httpSources, type HttpSourceComponent } from '../../model/http-sources.ts';
import { isDataflow } from '../../model/dataflow.ts';
import type { JsonValue, ScenarioStep } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { oncePer } from '../../tracking/reads.ts';
import { evaluate, type Value } from '../simulation/evaluate.ts';
import { whenSimulated } from '../simulation/when-simulated.ts';
import { type Body, candidateBodies } from './candidate-bodies.ts';
import { longLeapMs, MessageSimulation } from './message-simulation.ts';

/** Bodies for one source, in the order in which they are sent. */
export interface Witnesses {
  readonly source: HttpSourceComponent;
  readonly bodies: readonly Body[];
}

export interface MessageTour {
  readonly witnesses: readonly Witnesses[];
  /** The bindings that these messages take for certain: `a.out->b.in`. */
  readonly carried: ReadonlySet<string>;
}

/** The largest window of counted messages that is filled for a proof. */
const maxRepeats = 100;

/** Models never change, and each component, check and test asks for the tour. */
const tours = {
  patient: oncePer((model: SystemModel) => searchTour(model, true)),
  brisk: oncePer((model: SystemModel) => searchTour(model, false)),
};

/** A few messages for each source that together take as many bindings as can be found. */
export function findTour(model: SystemModel, { canWait }: { readonly canWait: boolean }): MessageTour {
  return canWait ? tours.patient(model) : tours.brisk(model);
}

/** The requests that send the messages of a tour, and before them those of who may send. @throws Underivable */
export function tourRequests(draft: ScenarioDraft, { witnesses }: MessageTour): readonly ScenarioStep[] {
  const sent = witnesses
    .filter(({ bodies }) => bodies.length > 0)
    .map(
      ({ source, bodies }): ScenarioStep => ({
        ...postTo(source, draft),
        body: bodies,
        expect: { status: 202, body: { accepted: bodies.length } },
      }),
    );
  return [...draft.steps, ...sent];
}

/** A request to a source by somebody who may send to it. @throws Underivable when there is no way to be one */
export function postTo(source: HttpSourceComponent, draft: ScenarioDraft) {
  const headers = draft.actors.headersFor(source.entrance);
  return {
    kind: 'request',
    method: source.entrance.http.method,
    path: pathOfSource(draft.model, source),
    ...(headers === undefined ? {} : { headers }),
  } as const;
}

function searchTour(model: SystemModel, canWait: boolean): MessageTour {
  const components = model.components.filter(isDataflow);
  const repeats = repeatsFor(model);
  const carried = new Set<string>();
  const witnesses = httpSources(model).map((source): Witnesses => {
    const bodies: Body[] = [];
    for (const candidate of candidateBodies(source, components)) {
      const simulation = new MessageSimulation(model);
      for (const body of [...bodies, ...visit(source, candidate, repeats)]) {
        simulation.send(source.name, messageOf(source, body));
      }
      if (canWait) simulation.wait();
      if ([...simulation.carried].every((binding) => carried.has(binding))) continue;
      bodies.push(...visit(source, candidate, repeats));
      for (const binding of simulation.carried) carried.add(binding);
    }
    return { source, bodies };
  });
  return { witnesses, carried };
}

/** The same message several times, then one of much later, and the first one again, which is late now. */
function visit(source: HttpSourceComponent, body: Body, repeats: number): readonly Body[] {
  const same = Array.from({ length: repeats }, () => body);
  const instants = source.entrance.body.filter(({ type }) => type.kind === 'datetime');
  if (instants.length === 0 || repeats === 1) return same;
  const later = Object.fromEntries(instants.map(({ name }) => [name, muchLater(body[name])]));
  return [...same, { ...body, ...later }, body];
}

function muchLater(instant: JsonValue | undefined): JsonValue {
  if (typeof instant !== 'string') return null;
  return new Date(Date.parse(instant) + 2 * longLeapMs).toISOString();
}

/** How often a message has to come until states and counted windows let another one out. */
function repeatsFor(model: SystemModel): number {
  const components = model.components.filter(isDataflow);
  const counts = components.map((component) => {
    if (component.kind === 'StreamProcessor') return usualRepeats;
    if (component.kind !== 'Aggregator') return 1;
    return component.window.kind === 'count' ? component.window.size : 2;
  });
  return Math.min(maxRepeats, Math.max(1, ...counts));
}

const usualRepeats = 6;

/** The message that a source makes of a body. */
function messageOf(source: HttpSourceComponent, body: Body): Value {
  const set = source.set.flatMap(({ field, value }): [string, Value][] => {
    const path = Object.fromEntries(parametersOf(source).map((name) => [name, sampleParameter]));
    const scope = { now: '2030-01-15T12:00:00.000Z', today: '2030-01-15', path };
    return whenSimulated(() => [[field, evaluate(value.node, scope)]], []);
  });
  return { ...body, ...Object.fromEntries(set) };
}

/** What stands for every parameter of the path of a source. */
export const sampleParameter = 'sample';

function parametersOf({ entrance }: HttpSourceComponent): readonly string[] {
  return entrance.http.path.flatMap((segment) => (typeof segment === 'string' ? [] : [segment.parameter]));
}

/** The path of a source, with the sample for each parameter. */
export function pathOfSource({ http: { prefix } }: SystemModel, { entrance }: HttpSourceComponent): string {
  const segments = entrance.http.path.map((segment) =>
    typeof segment === 'string' ? segment : sampleParameter,
  );
  return `${prefix}/${segments.join('/')}`;
}
