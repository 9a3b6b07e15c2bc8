import * as fc from 'fast-check';
import { readBlueprintDocument } from '../../blueprint/read-blueprint.ts';
import type { BlueprintDocument } from '../../blueprint/document.ts';
import { lower } from '../../lowering/lower.ts';
import type { SystemModel } from '../../model/system.ts';

type EntityDocument = BlueprintDocument['entities'][string];

/** Systems of every shape that the domain language has, small enough to be built and run. */
export function arbitraryModel(): fc.Arbitrary<SystemModel> {
  return arbitraryDocument().map((document) => lower(readBlueprintDocument(document)));
}

/** Blueprint documents that can be lowered: references go to earlier entities, or optionally to the entity itself. */
export function arbitraryDocument(): fc.Arbitrary<BlueprintDocument> {
  return fc
    .record({
      names: fc.uniqueArray(fc.constantFrom(...entityNames), { minLength: 1, maxLength: 4 }),
      storage: fc.constantFrom('memory' as const, 'sqlite' as const),
      prefix: fc.constantFrom(undefined, '/api', '/api/v1'),
    })
    .chain(({ names, storage, prefix }) =>
      fc
        .tuple(...names.map((name, index) => arbitraryEntity(name, names.slice(0, index))))
        .map((entities) => ({
          millwright: 1 as const,
          name: 'sample',
          title: 'Sample system',
          entities: Object.fromEntries(names.map((name, index) => [name, entities[index] ?? { fields: {} }])),
          storage,
          ...(prefix === undefined ? {} : { interfaces: { http: { prefix } } }),
        })),
    );
}

const entityNames = ['Task', 'Member', 'Order', 'Plant', 'OrderLine', 'Class', 'Category', 'Person', 'Visit'];
const fieldNames = [
  'title',
  'name',
  'email',
  'dueDate',
  'size',
  'class',
  'default',
  'isOpen',
  'notes',
  'code',
  'level',
  'x',
];
const states = ['open', 'in progress', 'done', 'gone'];

function arbitraryEntity(name: string, earlier: readonly string[]): fc.Arbitrary<EntityDocument> {
  return fc
    .record({
      fields: fc.dictionary(fc.constantFrom(...fieldNames), arbitraryNotation(), { minKeys: 1, maxKeys: 5 }),
      references: fc.dictionary(
        fc.constantFrom('owner', 'parent', 'place'),
        arbitraryReference(name, earlier),
        { maxKeys: earlier.length > 0 ? 2 : 1 },
      ),
      machine: fc.option(arbitraryStates(), { nil: undefined }),
      isTogether: fc.boolean(),
      api: fc.option(fc.subarray(['list', 'read', 'update', 'delete'] as const), { nil: undefined }),
    })
    .map(({ fields, references, machine, isTogether, api }) => {
      const all = { ...fields, ...references };
      const scalar = Object.keys(all).filter((key) => !/\[\]|json|unique/.test(all[key] ?? ''));
      return {
        fields: all,
        ...(isTogether && scalar.length >= 2 ? { unique: [scalar.slice(0, 2)] } : {}),
        ...(machine ? { states: machine } : {}),
        ...(api ? { api: ['create' as const, ...api] } : {}),
      };
    });
}

function arbitraryReference(self: string, earlier: readonly string[]): fc.Arbitrary<string> {
  const own = fc.constantFrom(`${self}?`, `${self}? on delete clear`);
  if (earlier.length === 0) return own;
  const rule = fc.constantFrom('', ' on delete restrict', ' on delete cascade');
  const others = fc.tuple(fc.constantFrom(...earlier), rule).map(([entity, text]) => `${entity}${text}`);
  const optional = fc.constantFrom(...earlier).map((entity) => `${entity}? on delete clear`);
  return fc.oneof(others, optional, own);
}

function arbitraryStates(): fc.Arbitrary<NonNullable<EntityDocument['states']>> {
  const arrow = fc
    .tuple(fc.subarray(states, { minLength: 1 }), fc.constantFrom(...states))
    .map(([from, to]) => `${from.join(', ')} -> ${to}`);
  return fc
    .dictionary(fc.constantFrom('start', 'finish', 'reOpen', 'dropIt'), arrow, { minKeys: 1, maxKeys: 3 })
    .map((actions) => ({ field: 'state', values: [...states], actions }));
}

/** Field notation of every type, with constraints, optional or defaulted. */
function arbitraryNotation(): fc.Arbitrary<string> {
  const low = fc.integer({ min: 0, max: 4 });
  const width = fc.integer({ min: 0, max: 30 });
  const range = fc.tuple(low, width).map(([from, size]) => `${from}..${from + size}`);
  const optional = fc.constantFrom('', '?');
  const join = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((all) => all.join(''));
  const unique = fc.constantFrom('', ' unique');
  return fc.oneof(
    join(fc.constant('text'), optional, unique),
    join(
      fc.constant('text'),
      optional,
      fc.tuple(low, width).map(([from, size]) => ` ${from + 1}..${from + size + 1}`),
    ),
    join(fc.constant('text'), optional, fc.constantFrom(' /[A-Z]{3}-\\d+/', ' /(red|green) \\w{2,5}/')),
    join(fc.constantFrom('integer', 'number', 'money'), optional, fc.constant(' '), range, unique),
    join(
      fc.constantFrom('integer', 'number', 'money', 'boolean', 'date', 'time', 'datetime', 'json'),
      optional,
    ),
    join(
      fc.constantFrom('email', 'url', 'uuid', 'phone', 'isbn'),
      optional,
      fc.constantFrom('', ' unique', ' unique ignoring case'),
    ),
    fc.constantFrom('integer 0..5 = 3', 'boolean = true', 'date = today', 'datetime = now', 'text = none'),
    fc.constantFrom('low | medium | high = low', "a | 'b c' | '${x} `y`'", 'yes | no'),
    join(fc.constantFrom('text[]', 'integer[]', 'date[]'), optional, fc.constantFrom('', ' 1..3', ' 0..4')),
  );
}
