import type { Passage } from '@millwright/factory';
import { CONSTRAINT_FORMS } from '../analysis/grammar/constraint-forms.ts';
import { ASPECT_FORMS } from '../analysis/grammar/forms/aspects.ts';
import { SENTENCE_FORMS } from '../analysis/grammar/sentence-forms.ts';

/** Where the forms are documented. */
const source = 'docs/brief-language.md';

interface Form {
  readonly name: string;
  readonly means?: string;
  readonly examples: readonly string[];
}

/** The forms of the brief language, each as a way to say something. */
export function languagePassages(): readonly Passage[] {
  return [
    ...SENTENCE_FORMS.map((form) => passageOf(form, 'Sentences')),
    ...ASPECT_FORMS.map((form) => passageOf(form, 'Said in passing')),
    ...CONSTRAINT_FORMS.map((form) => passageOf(form, 'What is said about a field')),
  ];
}

function passageOf({ name, means, examples }: Form, heading: string): Passage {
  const lines = [...(means === undefined ? [] : [means, '']), ...examples.map((example) => `- “${example}”`)];
  return { kind: 'pattern', source, title: `${heading} › ${name}`, text: lines.join('\n') };
}
