import { offeredOperations, transitionText } from '../blueprint/short-forms.ts';
import type { BlueprintDocument } from '../blueprint/document.ts';
import type { Requirements, Statement } from '../requirements/requirements.ts';
import { placeOf } from './text/place.ts';

const SIGNS = { understood: '✓', partly: '~', 'not-understood': '✗' } as const;

/** The reading of a request as plain lines for a terminal: statements, the system, assumptions, questions. */
export function explainReading(
  requirements: Requirements,
  document: BlueprintDocument,
  request: string,
): readonly string[] {
  return [
    'What was read',
    ...requirements.statements.flatMap((statement) => explainStatement(statement, request)),
    '',
    `What will be built: ${document.title ?? document.name}`,
    ...explainEntities(document),
    ...section(
      'Assumed',
      requirements.assumptions.map((assumption) => `${assumption.id}  ${assumption.text}`),
    ),
    ...section('Questions', requirements.questions.flatMap(explainQuestion)),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function explainStatement(statement: Statement, request: string): readonly string[] {
  const { line } = placeOf(request, statement.span[0]);
  const text = statement.text.replaceAll(/[\s\p{C}]+/gu, ' ').slice(0, 100);
  const head = `  ${SIGNS[statement.status]} ${statement.id} (line ${line}) ${text}`;
  const targets = [...new Set(statement.facts.map((fact) => fact.target))];
  const facts = targets.length === 0 ? [] : [`      → ${targets.join(', ')}`];
  return [head, ...facts, ...(statement.why ? [`      ! ${statement.why}`] : [])];
}

function explainEntities(document: BlueprintDocument): readonly string[] {
  const lines = Object.entries(document.entities).flatMap(([name, entity]) => [
    `  ${name}`,
    ...Object.entries(entity.fields).map(
      ([field, notation]) => `    ${field}: ${typeof notation === 'string' ? notation : notation.type}`,
    ),
    ...(entity.unique ?? []).map(
      (set) => `    unique together: ${Array.isArray(set) ? set.join(', ') : set.fields}`,
    ),
    ...(entity.states ? [`    ${entity.states.field ?? 'status'}: ${entity.states.values.join(', ')}`] : []),
    ...Object.entries(entity.states?.actions ?? {}).map(
      ([action, arrow]) => `      ${action}: ${transitionText(arrow)}`,
    ),
    ...(entity.api ? [`    operations: ${offeredOperations(entity.api).join(', ')}`] : []),
  ]);
  const written = Object.entries(document.operations ?? {}).map(([name, one]) => `  ${name}: ${one.http}`);
  const storage = typeof document.storage === 'string' ? document.storage : 'sqlite';
  const http = document.interfaces?.http;
  return [
    ...lines,
    ...written,
    `  storage: ${storage}, port ${http?.port ?? 8080}${http?.prefix ? `, under ${http.prefix}` : ''}`,
  ];
}

function explainQuestion(question: Requirements['questions'][number]): readonly string[] {
  const answers = (question.answers ?? []).map((answer, index) => `    ${index + 1}. ${answer}`);
  return [`${question.id}  ${question.text}`, ...answers];
}
