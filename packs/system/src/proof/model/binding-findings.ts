import type { Finding } from '@millwright/factory';
import type { Binding, PortAddress, SystemModel } from '../../model/system.ts';
import { type Port, portsOf } from './ports.ts';

/** Bindings whose ends do not exist or do not fit, and sending ports that lead nowhere. */
export function bindingFindings(model: SystemModel): readonly Finding[] {
  const ports = new Map(
    model.components.flatMap((component) =>
      [...portsOf(component, model)].map(([port, what]) => [`${component.name}.${port}`, what] as const),
    ),
  );
  const bound = new Set(model.bindings.map(({ from }) => text(from)));
  const unbound = [...ports].filter(
    ([name, port]) => port.direction === 'sends' && !port.isOptional && !bound.has(name),
  );
  return [
    ...model.bindings.flatMap((binding) => judge(binding, ports)),
    ...unbound.map(([name, port]) =>
      error('port_unbound', `The port ${name} sends ${port.carries}, but no binding leads from it.`),
    ),
  ];
}

function judge(binding: Binding, ports: ReadonlyMap<string, Port>): readonly Finding[] {
  const from = ports.get(text(binding.from));
  const to = ports.get(text(binding.to));
  const name = `${text(binding.from)} -> ${text(binding.to)}`;
  if (!from) return [error('port_unknown', `${name}: there is no port ${text(binding.from)}.`)];
  if (!to) return [error('port_unknown', `${name}: there is no port ${text(binding.to)}.`)];
  if (from.direction !== 'sends' || to.direction !== 'receives') {
    return [error('binding_backwards', `${name}: a binding leads from a sending to a receiving port.`)];
  }
  if (from.carries === to.carries) return [];
  const message = `${name}: ${text(binding.from)} sends ${from.carries}, ${text(binding.to)} takes ${to.carries}.`;
  return [error('binding_type_mismatch', message)];
}

function text(address: PortAddress): string {
  return `${address.component}.${address.port}`;
}

function error(code: string, message: string): Finding {
  return { code, severity: 'error', message };
}
