import type { EntityDocument, StandardOptionsDocument } from '../blueprint/document.ts';
import type { Entity } from '../model/entity.ts';
import { listVariableName, variableName } from '../naming/identifier.ts';
import { camelCase, spaced } from '../naming/letter-case.ts';
import { plural } from '../naming/plural.ts';
import { recordIdField } from './histories.ts';
import { envelopes, withArticle } from './standard-operations.ts';
import type { NamedOperation } from './standard-operations.ts';

/** What a list of versions takes over from the lists of its records. */
export interface HistoryStyle {
  readonly access: StandardOptionsDocument['access'];
  readonly paging: EntityDocument['paging'];
  readonly envelope: keyof typeof envelopes | undefined;
}

/** The operations that tell the versions of a record, open to whom the record is, in the language of written ones. */
export function writeHistoryOperations(entity: Entity, style: HistoryStyle): readonly NamedOperation[] {
  const history = entity.versions?.history;
  if (history === undefined) return [];
  const { name, collection } = entity;
  const variable = variableName(name);
  const versions = listVariableName(history, plural(history));
  const path = `/${collection}/{${camelCase(name)}}/versions`;
  const load = { load: `${name} as ${variable}` };
  const access = style.access === undefined ? {} : { access: style.access };
  const ofRecord = `record.${recordIdField} == ${variable}.id`;
  const { paging, envelope } = style;
  const list = {
    list: `${history} as ${versions}`,
    where: ofRecord,
    filters: [],
    sort: '-version',
    ...(paging === undefined ? {} : { paging }),
  };
  return [
    {
      name: `list${plural(history)}`,
      document: {
        summary: `List the versions of ${withArticle(spaced(name))}, the newest first`,
        http: `GET ${path}`,
        do: [load, list],
        answer: envelope === undefined ? { body: versions } : envelopes[envelope](versions),
        ...access,
      },
    },
    {
      name: `read${history}`,
      document: {
        summary: `Read ${withArticle(spaced(name))} as it was`,
        http: `GET ${path}/{version}`,
        do: [
          load,
          {
            load: `${history} as ${variableName(history)}`,
            by: { [recordIdField]: `${variable}.id`, version: 'coalesce(int(path.version), 0)' },
            else: '404 not_found: There is no such version',
          },
        ],
        answer: { body: variableName(history) },
        ...access,
      },
    },
  ];
}
