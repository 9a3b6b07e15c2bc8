import type { Requirements } from '../../requirements/requirements.ts';
import { yamlText } from '../code/yaml-text.ts';

/** The requirements as YAML: each statement with its place in the request and the parts of the blueprint that answer it. */
export function requirementsFile(requirements: Requirements): string {
  const document = {
    statements: requirements.statements.map((statement) => ({
      id: statement.id,
      text: statement.text,
      span: [...statement.span],
      status: statement.status,
      ...(statement.why === undefined ? {} : { why: statement.why }),
      facts: statement.facts.map((fact) => ({ ...fact, span: [...fact.span] })),
    })),
    assumptions: requirements.assumptions.map((note) => ({ ...note })),
    questions: requirements.questions.map((question) => ({ ...question })),
  };
  return yamlText(document);
}
