import { creatingOperation, standardOperation } from '../find-operation.ts';
import { isAddress, isRequired, sampleSettings } from '../samples/sample-settings.ts';
import { withArticle } from '../samples/with-article.ts';
import { spaced } from '../../naming/letter-case.ts';
import { publicEntities } from '../../model/public-entities.ts';
import { Underivable } from '../underivable.ts';
import type { Derivation } from './derivation.ts';
import type { DerivedScenario } from '../scenario-draft.ts';
import { expectAbsent, expectStored, isShown, longestPage } from './read-back.ts';

/** How many kinds of records one storage scenario writes; more would prove nothing new. */
const storedKinds = 3;

/** In memory: gone after a crash and a restart. In SQLite: still there. */
export function storageScenarios(derivation: Derivation): readonly DerivedScenario[] {
  const { model } = derivation;
  if (model.service !== undefined) return [answersAgain(derivation)];
  const isDurable = model.storage.kind !== 'memory';
  const draft = derivation.draft();
  const records = publicEntities(model)
    .filter(({ name }) => creatingOperation(model, name) && isShown(model, name))
    .slice(0, storedKinds)
    .map(({ name }) => draft.record(name));
  if (records.length === 0) throw new Underivable('no request of the interface creates and shows a record');
  for (const record of records) expectStored(draft, record, record.body);
  draft.steps.push({ kind: 'restart' });
  for (const record of records) {
    if (isDurable) expectStored(draft, record, record.body);
    else expectAbsent(draft, record);
  }
  const kinds = records.map(({ entity }) => withArticle(entity.name)).join(', ');
  const title = isDurable ? `a crash loses nothing: ${kinds}` : `nothing outlives the process: ${kinds}`;
  return [{ ...draft.finish('storage', title), isIsolated: true }];
}

/** A system that keeps no records is the same after the end of its process. */
function answersAgain(derivation: Derivation): DerivedScenario {
  const draft = derivation.draft();
  const isAlive = { kind: 'request', method: 'GET', path: '/health', expect: { status: 200 } } as const;
  draft.steps.push(isAlive, { kind: 'restart' }, isAlive);
  return { ...draft.finish('storage', 'the system answers again after a crash'), isIsolated: true };
}

export function portScenarios(derivation: Derivation): readonly DerivedScenario[] {
  const { port } = derivation.model.http;
  return [
    {
      key: 'interfaces.http.port',
      title: `the system listens on port ${port} unless told otherwise`,
      steps: [{ kind: 'configuration', expect: { port } }],
    },
  ];
}

/** What a setting is when the environment says no more than it must. */
export function settingScenarios({ model }: Derivation, name: string): readonly DerivedScenario[] {
  const settings = sampleSettings(model);
  const value = settings[name];
  const setting = model.config?.find((one) => one.name === name);
  if (setting === undefined || value === undefined) throw new Underivable(`there is no setting ${name}`);
  const title =
    isRequired(setting) || isAddress(setting, model)
      ? `${setting.variable} sets ${spaced(name)}`
      : `${spaced(name)} has a value of its own unless ${setting.variable} sets another`;
  return [
    {
      key: `config.${name}`,
      title,
      steps: [{ kind: 'configuration', expect: { settings: { [name]: value } } }],
    },
  ];
}

/** That the collections answer over HTTP where they should, under the prefix and nowhere else. */
export function httpScenarios(derivation: Derivation): readonly DerivedScenario[] {
  const { model } = derivation;
  const draft = derivation.draft();
  for (const { name } of publicEntities(model)) {
    const list = standardOperation(model, name, 'list');
    if (list) draft.request(list, { query: longestPage(list), expect: { status: 200 } });
  }
  const [entity] = publicEntities(model);
  if (draft.steps.length === 0 && entity) {
    const read = standardOperation(model, entity.name, 'read');
    const create = creatingOperation(model, entity.name);
    if (create) draft.record(entity.name);
    else if (read)
      draft.request(read, { id: 'unknown', expect: { status: 404, body: { code: 'not_found' } } });
  }
  if (draft.steps.length === 0) throw new Underivable('no request of the interface can be made without data');
  if (model.http.prefix !== '' && entity) {
    draft.steps.push({
      kind: 'request',
      method: 'GET',
      path: `/${entity.collection}`,
      expect: { status: 404, body: { code: 'route_not_found' } },
    });
  }
  const names = publicEntities(model)
    .map(({ plural }) => spaced(plural))
    .join(', ');
  return [draft.finish('interfaces.http', `the interface answers over HTTP: ${names}`)];
}

/** That the description the system gives of itself carries its title. */
export function titleScenarios(derivation: Derivation): readonly DerivedScenario[] {
  const { title } = derivation.model;
  return [
    {
      key: 'title',
      title: `the system introduces itself as ${title}`,
      steps: [
        {
          kind: 'request',
          method: 'GET',
          path: '/openapi.json',
          expect: { status: 200, body: { info: { title } } },
        },
      ],
    },
  ];
}
