import { failureType } from '../../model/failure-type.ts';
import type { DataflowComponent, MessageType } from '../../model/dataflow.ts';
import type { Field } from '../../model/field.ts';
import type { SystemModel } from '../../model/system.ts';
import { dataflowOf, readingSources } from '../../model/http-sources.ts';

/** What clients send to sources and what models answer: fields whose values are checked. */
export function sentFields(model: Pick<SystemModel, 'components'>): readonly Field[] {
  const sent = readingSources(model).flatMap(({ set, of, entrance }) =>
    set.length === 0 ? [asField(of)] : entrance.body,
  );
  const answered = dataflowOf(model).flatMap((component) =>
    component.kind === 'Model' ? component.answer : [],
  );
  return [...sent, ...answered];
}

/** A field for each type of message, and the fields of states. */
export function messageFields(model: Pick<SystemModel, 'components'>): readonly Field[] {
  return dataflowOf(model).flatMap((component) => [
    ...typesOf(component).map(asField),
    ...(component.kind === 'StreamProcessor' ? component.state : []),
  ]);
}

function typesOf(component: DataflowComponent): readonly MessageType[] {
  const types = 'to' in component ? [component.of, component.to] : [component.of];
  return types.filter(({ name, fields }) => name !== failureType.name || fields !== failureType.fields);
}

function asField(type: MessageType): Field {
  return { name: type.name, type, isOptional: false };
}
