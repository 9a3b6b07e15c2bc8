import { standardOperation } from '../../acceptance/find-operation.ts';
import { baseBody } from '../../acceptance/dataflow/candidate-bodies.ts';
import { pathOfSource } from '../../acceptance/dataflow/witnesses.ts';
import { startDerivation } from '../../acceptance/scenarios/derivation.ts';
import { Underivable } from '../../acceptance/underivable.ts';
import type { Entity } from '../../model/entity.ts';
import type { ScenarioStep } from '../../model/scenario.ts';
import { publicEntities } from '../../model/public-entities.ts';
import { httpSources } from '../../model/http-sources.ts';
import type { SystemModel } from '../../model/system.ts';
import { shellWord } from './escape.ts';

type RequestStep = Extract<ScenarioStep, { kind: 'request' }>;

/** Shell commands that create a record, show, act on and list it; they work as they stand, one after the other. */
export function curlExamples(model: SystemModel): readonly string[] {
  for (const entity of publicEntities(model)) {
    try {
      const commands = commandsFor(model, entity);
      if (commands.length > 0) return commands;
    } catch (error) {
      if (!(error instanceof Underivable)) throw error;
    }
  }
  const [source] = httpSources(model);
  const body = source && baseBody(source);
  if (source !== undefined && body !== undefined) {
    const { method } = source.entrance.http;
    const path = pathOfSource(model, source);
    return [command(model, { kind: 'request', method, path, body, expect: { status: 202 } })];
  }
  return [`curl ${shellWord(`http://localhost:${model.http.port}/health`)}`];
}

function commandsFor(model: SystemModel, entity: Entity): readonly string[] {
  if (!standardOperation(model, entity.name, 'create')) return [];
  const draft = startDerivation(model).draft();
  const record = draft.record(entity.name);
  const follow = model.operations.filter(
    (operation) =>
      operation.entity === entity.name &&
      operation.input.length === 0 &&
      (operation.origin === 'action'
        ? operation.http.path.at(-1) !== undefined && isFirstAction(entity, operation.http.path.at(-1))
        : operation === standardOperation(model, entity.name, 'read')),
  );
  for (const operation of follow) draft.request(operation, { id: record.id, expect: { status: 200 } });
  const list = standardOperation(model, entity.name, 'list');
  if (list) draft.request(list, { expect: { status: 200 } });
  return draft.steps.flatMap((step) => (step.kind === 'request' ? [command(model, step)] : []));
}

function isFirstAction(entity: Entity, segment: unknown): boolean {
  const action = entity.machine?.actions.find((one) => one.from.includes(entity.machine?.initial ?? ''));
  return action !== undefined && segment === action.name;
}

function command(model: SystemModel, step: RequestStep): string {
  const url = quoted(`http://localhost:${model.http.port}${step.path}`);
  const body =
    step.body === undefined
      ? ''
      : ` \\\n  -H 'Content-Type: application/json' -d ${quoted(JSON.stringify(step.body))}`;
  const method = step.method === 'GET' ? '' : ` -X ${step.method}`;
  const [variable] = Object.keys(step.save ?? {});
  const call = `curl -s${method} ${url}${body}`;
  if (variable === undefined) return call;
  return `${variable}=$(${call} \\\n  | node -pe 'JSON.parse(fs.readFileSync(0)).id')`;
}

/** A word in which `${taskId}` is left to the shell. */
function quoted(text: string): string {
  const parts = text.split(/\$\{(\w+)\}/);
  if (parts.length === 1) return shellWord(text);
  const isSimple = parts.every((part, index) => index % 2 === 1 || /^[\w./:?=&%-]*$/.test(part));
  if (isSimple) return `"${parts.map((part, index) => (index % 2 === 1 ? `$${part}` : part)).join('')}"`;
  return parts
    .map((part, index) =>
      index % 2 === 1 ? `"$${part}"` : part && `'${part.replaceAll("'", String.raw`'\''`)}'`,
    )
    .join('');
}
