import { dataflowOf } from '../model/http-sources.ts';
import { publicEntities } from '../model/public-entities.ts';
import type { SystemModel } from '../model/system.ts';
import { explainAccess, explainSeed } from './explain-access.ts';
import { explainEntity } from './explain-entity.ts';
import { explainFeed } from './explain-feed.ts';
import { explainComponent } from './explain-component.ts';
import { explainFlow } from './explain-flow.ts';
import { explainSetting } from './explain-setting.ts';
import { explainSlot } from './explain-slot.ts';
import { explainEvent } from './explain-event.ts';
import type { Section } from './explanation.ts';

type SectionOf = (model: SystemModel) => Section;
const elsewhere: SectionOf = () => ({ title: '', topics: [] });

/** A part of the system that nobody explains is a type error here. */
const sections: { readonly [Part in keyof SystemModel]-?: SectionOf } = {
  name: elsewhere,
  title: elsewhere,
  description: elsewhere,
  config: ({ config = [] }) => ({
    title: 'Configuration',
    topics: config.map(explainSetting),
  }),
  access: ({ access }) => ({ title: 'Access', topics: access === undefined ? [] : explainAccess(access) }),
  seed: ({ seed = [] }) => ({ title: 'First records', topics: seed.map(explainSeed) }),
  flows: (model) => ({
    title: 'Flows',
    topics: (model.flows ?? []).map((flow) => explainFlow(flow, model)),
  }),
  feeds: ({ feeds = [] }) => ({ title: 'Feeds', topics: feeds.map(explainFeed) }),
  service: elsewhere,
  operations: elsewhere,
  components: (model) => ({
    title: 'Messages',
    topics: dataflowOf(model).map((component) => explainComponent(component, model)),
  }),
  bindings: elsewhere,
  storage: elsewhere,
  http: elsewhere,
  scenarios: elsewhere,
  slots: ({ slots = [] }) => ({ title: 'Functions written by hand', topics: slots.map(explainSlot) }),
  entities: (model) => ({
    title: 'Records',
    topics: publicEntities(model).map((entity) => explainEntity(entity, model)),
  }),
  events: (model) => ({
    title: 'Events',
    topics: model.events.map((event) => explainEvent(event, model)),
  }),
};

/** Everything the system has besides operations, without empty sections. */
export function explainSections(model: SystemModel): readonly Section[] {
  return Object.values(sections)
    .map((section) => section(model))
    .filter(({ topics }) => topics.length > 0);
}
