import { answeredList } from '../plan/answered-list.ts';
import { pathOf } from '../../acceptance/find-operation.ts';
import { callsDataAddresses } from '../../model/address-origin.ts';
import type { Setting } from '../../model/config.ts';
import { httpSources, liveFeeds } from '../../model/http-sources.ts';
import type { Listened } from '../../model/feed.ts';
import type { SystemModel } from '../../model/system.ts';
import { asListened } from '../../explanation/explain-feed.ts';
import type { Statement } from '../../requirements/requirements.ts';
import { hasFiles } from '../components/files/file-paths.ts';
import { componentSettings } from '../plan/component-config.ts';
import { hasJournal, usesTopics } from '../plan/dataflow-plan.ts';
import { componentGraph } from './component-graph.ts';
import { curlExamples } from './curl-examples.ts';
import { markdownCode, markdownText } from './escape.ts';
import type { ScaffoldContext } from './generate-scaffold.ts';
import { placesOf } from './statement-places.ts';

/** What the system is, how to run and call it, and what became of every statement of the request. */
export function readme(model: SystemModel, { requirements, evidenceSummary }: ScaffoldContext): string {
  const sections = [
    `# ${markdownText(model.title)}`,
    model.description === undefined ? '' : markdownText(model.description),
    start(model),
    `It listens on http://localhost:${model.http.port}${model.storage.kind === 'postgresql' ? '.' : ' and needs nothing but npm: the right Node comes with the packages.'}`,
    `## Try it\n\n\`\`\`sh\n${curlExamples(model).join('\n')}\n\`\`\``,
    `## Endpoints\n\n${endpoints(model)}`,
    commonEndpoints(model),
    `## Configuration\n\n${configuration(model)}`,
    `## How it is built\n\n${componentGraph(model)}\n\n${layout}`,
    scripts,
    `## What was asked\n\n${statements(model, requirements.statements)}`,
    notes('What was assumed', requirements.assumptions),
    leftOut(requirements.statements),
    notes('Open questions', requirements.questions),
    evidenceSummary === undefined ? '' : `## Evidence\n\n${markdownText(evidenceSummary)}`,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function start({ storage }: SystemModel): string {
  if (storage.kind !== 'postgresql') return '```sh\nnpm install\nnpm start\n```';
  return [
    '```sh\ndocker compose up --build\n```',
    'or, with a PostgreSQL database (version 13 or later) of your own,',
    '```sh\nnpm install\nDATABASE_URL=postgres://localhost:5432/database npm start\n```',
  ].join('\n\n');
}

function commonEndpoints(model: SystemModel): string {
  const hasCursors = model.operations.some((operation) => answeredList(operation)?.paging === 'cursor');
  const lists = hasCursors ? `${listEndpoints} ${cursorEndpoints}` : listEndpoints;
  const parts = [...(model.entities.length > 0 ? [lists] : []), allEndpoints];
  return parts.join(' ');
}

const listEndpoints = `Lists take \`limit\`, \`offset\` and \`sort\` (fields with commas between them; \`-\` in front of one reverses its order) and answer with the header
\`X-Total-Count\`.`;

const cursorEndpoints = `Those that take \`cursor\` instead of \`offset\` tell the next one in \`X-Next-Cursor\`
and its address in \`Link\`.`;

const allEndpoints = `Errors are \`application/problem+json\` with a stable \`code\`. Beside the routes above there are
\`/health\`, \`/ready\`, \`/metrics\` (Prometheus) and \`/openapi.json\`; [openapi.yaml](openapi.yaml) is the same description.`;

const layout = `Every box is a component of the harness in \`vendor/harness\`; every arrow is a binding in [src/main.ts](src/main.ts). What the
system does is written in [src/domain](src/domain); the description it was generated from is
[blueprint.yaml](blueprint.yaml).`;

const scripts = `## Scripts

| command | what it does |
|---|---|
| \`npm start\` | runs the system |
| \`npm run dev\` | runs it again after every change |
| \`npm test\` | unit, integration and acceptance tests, with coverage |
| \`npm run check\` | types, lint rules, format |`;

function endpoints(model: SystemModel): string {
  const rows = model.operations.map((operation) => {
    const route = `${operation.http.method} ${pathOf(model, operation)}`;
    return `| ${markdownCode(route)} | ${markdownText(operation.summary)} | ${operation.answer.status} |`;
  });
  const sources = httpSources(model).map(({ entrance: { http }, summary }) => {
    const route = `${http.method} ${pathOf(model, { http })}`;
    return `| ${markdownCode(route)} | ${markdownText(`${summary}: one message, or a list of them`)} | 202 |`;
  });
  const feeds = (model.feeds ?? []).map((feed) => feedRow(feed, feed.events.join(', '), model));
  const lives = liveFeeds(model).map((feed) => feedRow(feed, `each ${feed.of.name}`, model));
  const head = ['| route | what it does | status |', '|---|---|---|'];
  return [...head, ...rows, ...sources, ...feeds, ...lives].join('\n');
}

function feedRow(feed: Listened, what: string, model: SystemModel): string {
  const { protocols } = feed;
  const status = protocols.map((protocol) => (protocol === 'sse' ? 200 : 101)).join(', ');
  const told = markdownText(`${what}, ${asListened(protocols)}`);
  return `| ${markdownCode(`GET ${pathOf(model, feed)}`)} | ${told} | ${status} |`;
}

function configuration(model: SystemModel): string {
  const rows = [
    `| \`PORT\` | ${model.http.port} | port to listen on; 0 picks a free one |`,
    '| `HOST` | 0.0.0.0 | address to listen on |',
  ];
  if (model.storage.kind === 'sqlite')
    rows.push(`| \`DATA_FILE\` | ${markdownCode(model.storage.file)} | the SQLite database |`);
  if (model.storage.kind === 'postgresql')
    rows.push(
      `| \`DATABASE_URL\` | ${markdownCode(`postgres://localhost:5432/${model.name}`)} | the PostgreSQL database; PGUSER and PGPASSWORD say who connects |`,
    );
  rows.push(...componentRows(model), ...(model.config ?? []).map(settingRow));
  if (model.http.cors !== undefined)
    rows.push(
      `| \`CORS_ORIGINS\` | ${markdownCode(model.http.cors.join(','))} | origins whose pages may call the system from a browser |`,
    );
  if (callsDataAddresses(model))
    rows.push(
      '| `PRIVATE_RECEIVERS` | `on` | `off`: nothing is sent to addresses of private networks that come from data |',
    );
  if (hasFiles(model)) rows.push(`| \`FILES_DIR\` | ${filesPlace(model)} | where uploaded files lie |`);
  const storage =
    model.storage.kind === 'memory' ? '\n\nData is kept in memory: it is gone when the process ends.' : '';
  return ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n') + storage;
}

function filesPlace({ storage }: SystemModel): string {
  if (storage.kind === 'memory') return 'a temporary folder';
  return markdownCode(storage.kind === 'sqlite' ? `${storage.file}-files` : 'data/files');
}

function componentRows(model: SystemModel): readonly string[] {
  const journal = hasJournal(model)
    ? ['| `JOURNAL_FILE` | beside the data | remembers accepted messages until they are handled |']
    : [];
  const settings = componentSettings(model).map(
    ({ variable, kind, standard, component }) =>
      `| \`${variable}\` | ${markdownCode(standard)} | ${kind === 'url' ? 'where' : 'the file to which'} ${markdownCode(component)} ${kind === 'url' ? 'sends' : 'appends'} its messages |`,
  );
  const topics = usesTopics(model)
    ? [
        '| `NATS_URL` | `nats://localhost:4222` | the NATS server, or several with commas between them; `memory:` for topics of this process alone |',
      ]
    : [];
  return [...journal, ...topics, ...settings];
}

function settingRow({ variable, isSecret, isOptional, defaultValue, description }: Setting): string {
  const standard =
    defaultValue?.kind === 'literal'
      ? markdownCode(String(defaultValue.value))
      : isOptional
        ? ''
        : '**must be set**';
  const meaning = [description, isSecret ? 'a secret' : undefined].filter((part) => part !== undefined);
  return `| \`${variable}\` | ${standard} | ${markdownText(meaning.join('; '))} |`;
}

function statements(model: SystemModel, all: readonly Statement[]): string {
  if (all.length === 0) return 'The system was generated from its blueprint alone.';
  const rows = all.map((statement) => {
    const places = placesOf(model, statement);
    const where = places.length > 0 ? places.join(', ') : 'nowhere';
    return `| ${statement.id} | ${markdownText(statement.text)} | ${statusWords[statement.status]} | ${where} |`;
  });
  return ['| | statement | | where it lives |', '|---|---|---|---|', ...rows].join('\n');
}

const statusWords = {
  understood: 'built',
  partly: 'partly built',
  'not-understood': 'left out',
} as const;

function leftOut(all: readonly Statement[]): string {
  const missing = all.filter((statement) => statement.status !== 'understood');
  if (missing.length === 0) return '';
  const lines = missing.map(
    ({ id, text, why }) =>
      `- ${id}: ${markdownText(text)}${why === undefined ? '' : ` (${markdownText(why)})`}`,
  );
  return `## What was left out\n\n${lines.join('\n')}`;
}

function notes(title: string, all: readonly { readonly id: string; readonly text: string }[]): string {
  if (all.length === 0) return '';
  return `## ${title}\n\n${all.map(({ id, text }) => `- ${markdownText(id)}: ${markdownText(text)}`).join('\n')}`;
}
