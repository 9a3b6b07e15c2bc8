import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { ComponentDocument } from '../../blueprint/document.ts';
import type { DataflowComponent } from '../../model/dataflow.ts';
import type { LoweringContext } from '../lowering-context.ts';
import { lowerAggregator } from './lower-aggregator.ts';
import { lowerLiveFeed } from './lower-live-feed.ts';
import { lowerModel } from './lower-model.ts';
import { lowerSink } from './lower-sink.ts';
import { lowerSource } from './lower-source.ts';
import { lowerStreamProcessor } from './lower-stream-processor.ts';
import { lowerMessage } from './message-fields.ts';
import { componentScope, messageType, objectOf } from './message-scope.ts';
import { reportComponentName, reportRouteNames } from './component-names.ts';

type DocumentOf<Kind extends ComponentDocument['kind']> = Extract<ComponentDocument, { kind: Kind }>;
type Lowering<Kind extends ComponentDocument['kind']> = (
  name: string,
  document: DocumentOf<Kind>,
  path: DocumentPath,
  context: LoweringContext,
) => DataflowComponent | undefined;

const lowerings: { readonly [Kind in DataflowComponent['kind']]: Lowering<Kind> } = {
  Source: lowerSource,
  Transformer: lowerTransformer,
  Filter: lowerFilter,
  Router: lowerRouter,
  Aggregator: lowerAggregator,
  StreamProcessor: lowerStreamProcessor,
  Model: lowerModel,
  Sink: lowerSink,
  LiveFeed: lowerLiveFeed,
};

/** The components that work on messages, in the order of the document; one that cannot be lowered is reported. */
export function lowerDataflow(context: LoweringContext): DataflowComponent[] {
  const documents = Object.entries(context.source.document.components ?? {});
  return documents.flatMap(([name, document]): DataflowComponent[] => {
    if (!Object.hasOwn(lowerings, document.kind)) return [];
    const path = ['components', name];
    reportComponentName(name, path, context);
    const lower = lowerings[document.kind as DataflowComponent['kind']] as Lowering<
      ComponentDocument['kind']
    >;
    const component = lower(name, document, path, context);
    return component === undefined ? [] : [component];
  });
}

function lowerTransformer(
  name: string,
  document: DocumentOf<'Transformer'>,
  path: DocumentPath,
  context: LoweringContext,
): DataflowComponent | undefined {
  const of = messageType(document.of, [...path, 'of'], context);
  const to = messageType(document.to, [...path, 'to'], context);
  if (of === undefined || to === undefined) return undefined;
  const copied = document.from === undefined ? undefined : of;
  const scope = componentScope(context, { message: objectOf(of.fields) });
  return {
    kind: 'Transformer',
    name,
    of,
    to,
    set: lowerMessage(document.set, { target: to, copied }, path, scope),
  };
}

function lowerFilter(
  name: string,
  document: DocumentOf<'Filter'>,
  path: DocumentPath,
  context: LoweringContext,
): DataflowComponent | undefined {
  const of = messageType(document.of, [...path, 'of'], context);
  if (of === undefined) return undefined;
  const scope = componentScope(context, { message: objectOf(of.fields) });
  const keep = scope.expression(document.keep, [...path, 'keep'], { target: { kind: 'boolean' } });
  return keep && { kind: 'Filter', name, of, keep: keep.expression };
}

function lowerRouter(
  name: string,
  document: DocumentOf<'Router'>,
  path: DocumentPath,
  context: LoweringContext,
): DataflowComponent | undefined {
  const of = messageType(document.of, [...path, 'of'], context);
  reportRouteNames(Object.keys(document.routes), [...path, 'routes'], context);
  if (of === undefined) return undefined;
  const scope = componentScope(context, { message: objectOf(of.fields) });
  const routes = Object.entries(document.routes).flatMap(([route, condition]) => {
    const place = [...path, 'routes', route];
    const when = scope.expression(condition, place, { target: { kind: 'boolean' } });
    return when === undefined ? [] : [{ name: route, when: when.expression }];
  });
  return { kind: 'Router', name, of, routes };
}
