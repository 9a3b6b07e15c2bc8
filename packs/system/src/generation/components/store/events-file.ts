import type { SystemModel } from '../../../model/system.ts';
import { literal, propertyKey } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import { typeText } from '../domain/field-type.ts';

export const eventsFile = 'src/domain/events.ts';

/** `src/domain/events.ts`: the facts that operations announce. */
export function renderEventsFile({ events }: SystemModel): SourceFile {
  const file = new SourceFile(eventsFile);
  const members = events.map(({ name, fields }) => {
    const payload = fields.map(({ name: field, type, isOptional }) => {
      const text = typeText(type, file);
      return `readonly ${propertyKey(field)}: ${isOptional ? `${text} | null` : text};`;
    });
    const data = payload.length === 0 ? 'Record<string, never>' : `{ ${payload.join(' ')} }`;
    return `  | { readonly event: ${literal(name)}; readonly data: ${data} }`;
  });
  file.add(
    `/** Facts that are announced once they have been stored. */\nexport type DomainEvent =\n${members.join('\n')};`,
  );
  return file;
}
