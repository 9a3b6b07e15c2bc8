import { lines } from '../../code/blocks.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';

/** The members of `Tables` that are no tables. `owner` is the variable that knows the clock and collects the events. */
export function transactionMembers(usage: StorageUsage, owner: string): string {
  return lines(
    usage.hasNow && `    get now() {\n      return ${owner}.now;\n    },`,
    usage.hasToday && `    get today() {\n      return ${owner}.now.slice(0, 10);\n    },`,
    usage.hasConfig && '    config: settings,',
    usage.hasEvents && `    emit: (event) => ${owner}.announce(event),`,
  );
}
