import { join } from 'node:path';
import { FileTree } from '../file-tree/file-tree.ts';
import { writeTree } from '../file-tree/write-tree.ts';
import { type Evidence, evidenceSchema } from './evidence.ts';
import { redactDeep } from './redact-secrets.ts';
import { renderReport } from './render-report.ts';
import { sarifOf } from './sarif.ts';

export interface EvidenceSources {
  readonly evidence: Evidence;
  /** The raw log of each check, by its name. Empty ones are left out. */
  readonly logs: Readonly<Record<string, string>>;
  /** Takes secrets out of every text before it is written. */
  readonly redact: (text: string) => string;
}

const folder = 'evidence';

/** `evidence/report.json`, `report.html` and `report.sarif`, and `evidence/logs/` with the raw log of each check. */
export function evidenceFiles({ evidence, logs, redact }: EvidenceSources): FileTree {
  const tree = new FileTree();
  const logPaths = new Map<string, string>();
  for (const [name, log] of Object.entries(logs)) {
    if (log === '') continue;
    const path = `logs/${fileName(name)}.log`;
    logPaths.set(name, path);
    tree.write(`${folder}/${path}`, redact(log));
  }
  const checks = evidence.checks.map((check) => ({ ...check, log: logPaths.get(check.name) }));
  const complete = evidenceSchema.parse(redactDeep(withoutUndefined({ ...evidence, checks }), redact));
  return tree
    .write(`${folder}/report.json`, `${JSON.stringify(complete, null, 2)}\n`)
    .write(`${folder}/report.html`, renderReport(complete))
    .write(`${folder}/report.sarif`, `${JSON.stringify(sarifOf(complete), null, 2)}\n`);
}

/** Writes the evidence into a system's folder; evidence of earlier times gives way. */
export async function writeEvidence(into: string, sources: EvidenceSources): Promise<void> {
  const files = evidenceFiles(sources).files();
  const inside = files.map((file) => ({ ...file, path: file.path.slice(folder.length + 1) }));
  await writeTree(FileTree.from(inside), join(into, folder), { ifExists: 'replace' });
}

function fileName(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 80) || 'check';
}

function withoutUndefined<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
