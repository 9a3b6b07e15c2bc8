import type { Address, DataflowComponent } from '../../model/dataflow.ts';
import type { SystemModel } from '../../model/system.ts';
import { screamingSnakeCase } from '../../naming/letter-case.ts';
import { hasJournal, readsOrPublishes } from './dataflow-plan.ts';
import { dataflowOf } from '../../model/http-sources.ts';

/** A member of the configuration that a component needs: where something is. */
export interface ComponentSetting {
  /** Of `Config`: `alarmsFile`. */
  readonly member: string;
  /** The environment variable that sets it: `ALARMS_FILE`. */
  readonly variable: string;
  readonly kind: 'url' | 'file';
  /** What it is when the environment says nothing. */
  readonly standard: string;
  readonly component: string;
}

/** Addresses and files of components that the blueprint names; settings of its own are no part of it. */
export function componentSettings(model: Pick<SystemModel, 'components'>): readonly ComponentSetting[] {
  return dataflowOf(model).flatMap((component): ComponentSetting[] => {
    const file =
      component.kind === 'Sink' && component.target.kind === 'file' ? component.target.path : undefined;
    if (file !== undefined) return [settingOf(component, 'file', file)];
    const address = addressOf(component);
    return address?.kind === 'url' ? [settingOf(component, 'url', address.url)] : [];
  });
}

/** The address that a component calls. */
export function addressOf(component: DataflowComponent): Address | undefined {
  if (component.kind === 'Model') return component.url;
  return component.kind === 'Sink' && component.target.kind === 'webhook' ? component.target.url : undefined;
}

function settingOf({ name }: DataflowComponent, kind: 'url' | 'file', standard: string): ComponentSetting {
  const member = `${name}${kind === 'url' ? 'Url' : 'File'}`;
  return { member, variable: screamingSnakeCase(member), kind, standard, component: name };
}

/** What `main.ts` gives the constructor of a component, besides its settings. */
export function constructorArguments(component: DataflowComponent, model: SystemModel): readonly string[] {
  const keepsJournal = ['Source', 'Aggregator', 'StreamProcessor'].includes(component.kind);
  const own = componentSettings(model).find((setting) => setting.component === component.name);
  const address = addressOf(component);
  const secret =
    component.kind === 'Sink' && component.target.kind === 'webhook' ? component.target.secret : undefined;
  return [
    ...(keepsJournal && hasJournal(model) ? ['journal'] : []),
    ...(readsOrPublishes(component) ? ['topics'] : []),
    ...(own === undefined ? [] : [`config.${own.member}`]),
    ...(address?.kind === 'setting' ? [`config.settings.${address.setting}`] : []),
    ...(secret === undefined ? [] : [`config.settings.${secret.setting}`]),
  ];
}
