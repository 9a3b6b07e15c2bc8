import type { DataflowComponent } from '../../../model/dataflow.ts';
import type { SourceFile } from '../../code/source-file.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { renderAggregatorFile } from './aggregator-file.ts';
import { renderLiveFeedFile } from './live-feed-file.ts';
import { renderModelFile } from './model-file.ts';
import { renderSinkFile } from './sink-file.ts';
import { renderSourceFile } from './source-file.ts';
import { renderStreamProcessorFile } from './stream-processor-file.ts';
import { renderFilterFile, renderRouterFile, renderTransformerFile } from './transform-files.ts';

/** The file of a component that works on messages. Records in `usage` what its code needs of what all share. */
export function renderDataflowFile(
  component: DataflowComponent,
  system: SystemPlan,
  usage: StorageUsage,
): SourceFile {
  switch (component.kind) {
    case 'Source':
      return renderSourceFile(component, system, usage);
    case 'Transformer':
      return renderTransformerFile(component, system, usage);
    case 'Filter':
      return renderFilterFile(component, system, usage);
    case 'Router':
      return renderRouterFile(component, system, usage);
    case 'Aggregator':
      return renderAggregatorFile(component, system, usage);
    case 'StreamProcessor':
      return renderStreamProcessorFile(component, system, usage);
    case 'Model':
      return renderModelFile(component, system, usage);
    case 'LiveFeed':
      return renderLiveFeedFile(component, system, usage);
    case 'Sink':
      return renderSinkFile(component, system, usage);
  }
}
