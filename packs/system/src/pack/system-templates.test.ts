import { expect, test } from 'vitest';
import { understand } from '../request/understand.ts';
import { systemTemplates } from './system-templates.ts';

test.each(systemTemplates())('$name is a blueprint that can be built', ({ request }) => {
  const { requirements } = understand(request);
  expect(requirements.statements.length).toBeGreaterThan(3);
});
