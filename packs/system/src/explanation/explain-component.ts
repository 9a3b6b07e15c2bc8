import { explainOpenness } from './explain-access.ts';
import { pathOf } from '../acceptance/find-operation.ts';
import type { DataflowComponent, LiveFeedComponent } from '../model/dataflow.ts';
import type { SystemModel } from '../model/system.ts';
import { asListened } from './explain-feed.ts';
import type { Point, Topic } from './explanation.ts';

/** A component that works on messages: what comes in and goes out, and where to. */
export function explainComponent(component: DataflowComponent, model: SystemModel): Topic {
  const ways = model.bindings.filter(({ from }) => from.component === component.name);
  return {
    title: component.name,
    label: component.kind,
    points: [
      ...pointsOf(component, model),
      ...ways.map(({ from, to, buffer }) => ({
        text: `${from.port} goes to ${to.component}${buffer === undefined ? '' : `, where ${buffer} may wait`}`,
      })),
    ],
  };
}

function pointsOf(component: DataflowComponent, model: SystemModel): readonly Point[] {
  if (component.kind === 'LiveFeed') return livePoints(component, model);
  if (component.kind !== 'Source') {
    const made = 'to' in component ? `, makes ${component.to.name}` : '';
    return [{ text: `takes ${component.of.name}${made}` }];
  }
  const { entrance, of, backlog } = component;
  if (entrance.kind === 'schedule') return [{ text: `makes ${of.name} every ${entrance.everyMs / 1000} s` }];
  if (entrance.kind === 'topic')
    return [{ text: `takes each ${of.name} that is published on ${entrance.subject}` }];
  const route = `${entrance.http.method} ${pathOf(model, { http: entrance.http })}`;
  return [
    ...explainOpenness(entrance.access),
    {
      text: `${route} takes ${of.name}, one or a list: 202 with how many were accepted`,
      refusals: [
        { status: 400, code: 'invalid_input' },
        { status: 503, code: 'overloaded', when: `more than ${backlog} wait` },
      ],
    },
  ];
}

function livePoints(
  { http, of, where, keep, protocols }: LiveFeedComponent,
  model: SystemModel,
): readonly Point[] {
  const route = `GET ${pathOf(model, { http })}`;
  return [
    {
      text: `${route} sends each ${of.name} to whoever listens, ${asListened(protocols)}; keeps the last ${keep}`,
    },
    ...(where === undefined ? [] : [{ text: `those for which ${where.source}` }]),
  ];
}
