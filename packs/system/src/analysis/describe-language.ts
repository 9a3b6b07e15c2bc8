import { CONSTRAINT_FORMS } from './grammar/constraint-forms.ts';
import { ASPECT_FORMS } from './grammar/forms/aspects.ts';
import { SENTENCE_FORMS } from './grammar/sentence-forms.ts';
import { UNBUILT_FEATURES } from './words/unbuilt.ts';

/** The reference part of the brief language's documentation, written from the forms themselves, as Markdown. */
export function describeLanguage(): string {
  const sentences = SENTENCE_FORMS.map((form) => entry(form.name, form.means, form.examples));
  const aspects = ASPECT_FORMS.map((form) => entry(form.name, form.means, form.examples));
  const constraints = CONSTRAINT_FORMS.map(
    (form) => `| ${form.name} | ${form.examples.map(quoted).join(', ')} |`,
  );
  const unbuilt = UNBUILT_FEATURES.map((feature) => `- ${feature.name}`);
  return [
    '## Sentences',
    '',
    ...sentences,
    '## Said in passing',
    '',
    ...aspects,
    '## What is said about a field',
    '',
    '| | examples |',
    '|---|---|',
    ...constraints,
    '',
    '## Recognised and not built',
    '',
    ...unbuilt,
    '',
  ].join('\n');
}

function entry(name: string, means: string, examples: readonly string[]): string {
  return [`### ${name}`, '', means, '', ...examples.map((example) => `- ${quoted(example)}`), ''].join('\n');
}

function quoted(text: string): string {
  return `“${text.replaceAll('|', '\\|')}”`;
}
