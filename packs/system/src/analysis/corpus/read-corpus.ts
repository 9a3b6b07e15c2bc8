import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A request and, in compact form, what must be read in it. */
export interface CorpusCase {
  readonly file: string;
  readonly name: string;
  readonly request: string;
  readonly expected: Expected;
}

export interface Expected {
  readonly entities: Readonly<Record<string, ExpectedEntity>>;
  readonly operations: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
}

export interface ExpectedEntity {
  /** Field → notation. */
  fields: Record<string, string>;
  states?: readonly string[];
  /** Action → `from -> to`; only compared when given. */
  actions?: Readonly<Record<string, string>>;
  unique?: readonly string[];
  api?: readonly string[];
  sort?: string;
}

/** Reads all corpus files of a folder, in order of their names. */
export function readCorpus(folder: string): readonly CorpusCase[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .toSorted()
    .flatMap((file) => readFile(file, readFileSync(join(folder, file), 'utf8')));
}

function readFile(file: string, text: string): readonly CorpusCase[] {
  return text
    .split(/^=== /m)
    .slice(1)
    .map((part) => {
      const [name = '', ...lines] = part.split('\n');
      const [request = '', expected = ''] = lines.join('\n').split(/^--- expected\n/m);
      return { file, name: name.trim(), request: request.trimEnd(), expected: readExpected(expected) };
    });
}

function readExpected(text: string): Expected {
  const entities: Record<string, ExpectedEntity> = {};
  const operations: string[] = [];
  const settings: Record<string, string> = {};
  const entity = (name: string): ExpectedEntity => {
    const found = entities[name] ?? { fields: {} };
    entities[name] = found;
    return found;
  };
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    const colon = line.indexOf(':');
    const [head, body] = [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    const [name = '', aspect] = head.split(' ');
    if (head === 'operation') operations.push(...body.split(', '));
    else if (!/^[A-Z]/.test(head)) settings[head] = body;
    else if (aspect === undefined) entity(name).fields = readFields(body);
    else Object.assign(entity(name), readAspect(aspect, body));
  }
  return { entities, operations, settings };
}

function readFields(body: string): Record<string, string> {
  const pairs = body
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf(' ')), pair.slice(pair.indexOf(' ') + 1)]),
  );
}

function readAspect(aspect: string, body: string): Partial<ExpectedEntity> {
  if (aspect === 'states') {
    const [states = '', actions] = body.split(' | ');
    const arrows = actions?.split(';').map((part) => part.trim().split(/:\s*/) as [string, string]);
    return { states: states.split(', '), ...(arrows ? { actions: Object.fromEntries(arrows) } : {}) };
  }
  if (aspect === 'unique') return { unique: body.split(', ') };
  return aspect === 'api' ? { api: body.split(', ') } : { sort: body };
}
