import { dataflowOf } from '../../model/http-sources.ts';
import type { SystemModel } from '../../model/system.ts';

/** The bindings that lead from sources which need nobody's message: `a.out->b.in`. */
export function scheduledBindings(model: SystemModel): readonly string[] {
  const scheduled = dataflowOf(model).filter(
    (component) => component.kind === 'Source' && component.entrance.kind === 'schedule',
  );
  return model.bindings
    .filter(({ from }) => scheduled.some(({ name }) => name === from.component))
    .map(({ from, to }) => `${from.component}.${from.port}->${to.component}.${to.port}`);
}
