import { expect, test } from 'vitest';
import { Imports } from './imports.ts';

test('imports are sorted, relative to the file, and of types where only types are used', () => {
  const imports = new Imports('src/components/routes/task-routes.ts');
  imports.type('src/components/command.ts', 'Ask');
  imports.value('zod', 'z');
  imports.type('src/domain/task.ts', 'Task');
  imports.value('src/domain/task.ts', 'createTaskInput');
  imports.value('node:events', 'once');
  imports.type('hono', 'Hono');
  imports.value('hono', 'Hono');
  imports.json('openapi.json', 'openApiDocument');
  expect(imports.toString().split('\n')).toEqual([
    "import { once } from 'node:events';",
    "import { Hono } from 'hono';",
    "import { z } from 'zod';",
    "import openApiDocument from '../../../openapi.json' with { type: 'json' };",
    "import { createTaskInput, type Task } from '../../domain/task.ts';",
    "import type { Ask } from '../command.ts';",
  ]);
});
