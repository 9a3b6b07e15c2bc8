import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { libraryModel, taskModel } from '../../acceptance/testing/sample-models.ts';
import { requirementsFor, targetsOf } from '../../acceptance/testing/requirements-for.ts';
import type { Requirements } from '../../requirements/requirements.ts';
import { generateScaffold } from './generate-scaffold.ts';

const hostileText =
  '| </td><script>x</script> `id` $(reboot) \n# Title\n- "quoted": {x} ${{ secrets.KEY }} [a](b) \u202e';

function scaffold(model = taskModel(), requirements = requirementsFor(targetsOf(model))) {
  const tree = generateScaffold(model, { requirements, blueprintYaml: 'millwright: 1\n' });
  return (path: string) => tree.get(path)?.content ?? '';
}

test('a system comes with everything around its code', () => {
  const tree = generateScaffold(libraryModel(), {
    requirements: requirementsFor([]),
    blueprintYaml: 'x: 1\n',
  });
  expect(tree.files().map((file) => file.path)).toEqual([
    '.dockerignore',
    '.github/workflows/ci.yml',
    '.gitignore',
    '.npmrc',
    '.oxlintrc.json',
    'Dockerfile',
    'README.md',
    'biome.json',
    'blueprint.yaml',
    'openapi.json',
    'openapi.yaml',
    'package.json',
    'requirements.yaml',
    'tsconfig.json',
  ]);
});

test('every version is exact', () => {
  const { dependencies, devDependencies } = JSON.parse(scaffold()('package.json'));
  const { '@millwright/harness': harness, ...others } = dependencies;
  expect(harness).toBe('file:vendor/harness');
  for (const version of Object.values({ ...others, ...devDependencies }))
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});

test('a hostile request changes no document', () => {
  const requirements: Requirements = {
    statements: [
      { id: 'R1', text: hostileText, span: [0, 9], status: 'not-understood', why: hostileText, facts: [] },
    ],
    assumptions: [{ id: 'A1', text: hostileText }],
    questions: [{ id: 'Q1', text: hostileText, answers: [hostileText] }],
  };
  const model = { ...taskModel(), title: hostileText, description: hostileText };
  const read = scaffold(model, requirements);
  const readme = read('README.md');
  const outsideCode = readme.replace(/```[\s\S]*?```/g, '');
  expect(outsideCode).not.toContain('<');
  expect(readme.match(/^# /gm)).toHaveLength(1);
  expect(readme.split('\n').filter((line) => line.startsWith('| R1'))).toHaveLength(1);
  expect(parse(read('requirements.yaml'))).toEqual(JSON.parse(JSON.stringify(requirements)));
  expect(JSON.parse(read('package.json')).name).toBe('task-api');
  expect(read('Dockerfile')).not.toContain('reboot');
  expect(read('.github/workflows/ci.yml')).not.toContain('secrets');
  expect(parse(read('openapi.yaml')).info.title).toBe(hostileText);
});

test('SQLite gets a volume of its own in the container', () => {
  const sqlite = libraryModel({ storage: { kind: 'sqlite', file: 'data/library.sqlite' } });
  expect(scaffold(sqlite)('Dockerfile')).toContain('VOLUME /data');
  expect(scaffold()('Dockerfile')).not.toContain('VOLUME');
});

test('the workflow and the container run nothing as root and hold no secret', () => {
  const read = scaffold();
  expect(read('Dockerfile').indexOf('USER node')).toBeLessThan(
    read('Dockerfile').indexOf('CMD ["node", "src'),
  );
  expect(parse(read('.github/workflows/ci.yml')).permissions).toEqual({ contents: 'read' });
});
