import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, readPlainFile } from '@millwright/factory';

/** Scripts of package.json that run a file which is not there. */
export function scriptFindings(folder: string): readonly Finding[] {
  return Object.entries(scriptsOf(folder)).flatMap(([name, command]) => {
    if (typeof command !== 'string') return [];
    const missing = filesRunBy(command).find((file) => !existsSync(join(folder, file)));
    return missing === undefined ? [] : [leadsNowhere(name, missing)];
  });
}

function scriptsOf(folder: string): Readonly<Record<string, unknown>> {
  try {
    const { scripts } = JSON.parse(readPlainFile(folder, 'package.json')) as {
      scripts?: Readonly<Record<string, unknown>>;
    };
    return scripts ?? {};
  } catch {
    // That it cannot be read is a finding of the check that installs what it declares.
    return {};
  }
}

/** `node --watch src/main.ts` runs `src/main.ts`. Patterns are no files. */
function filesRunBy(command: string): readonly string[] {
  return [...command.matchAll(/\bnode(?:\s+--?[\w=-]+)*\s+([\w./-]+\.[cm]?[jt]s)(?=\s|$)/g)].map(
    ([, file = '']) => file,
  );
}

function leadsNowhere(name: string, file: string): Finding {
  return {
    code: 'script_leads_nowhere',
    severity: 'error',
    message: `The script ${name} runs ${file}, which is not there.`,
    place: { file: 'package.json' },
    fix: `Lead it to a file of the system, or take it out.`,
  };
}
