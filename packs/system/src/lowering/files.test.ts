import { describe, expect, test } from 'vitest';
import { BlueprintError } from '../blueprint/errors.ts';
import { lowerBlueprint } from './lower-blueprint.ts';

const blueprint = (operations = '', field = 'file? image/png ..2MB') => `millwright: 1
name: photos
entities:
  Photo:
    fields: { caption: text, image: ${field} }
    states: { values: [draft, published], actions: { publish: draft -> published } }
${operations}`;

function problemsOf(yaml: string): readonly string[] {
  try {
    lowerBlueprint(yaml);
    return [];
  } catch (error) {
    if (error instanceof BlueprintError) return error.diagnostics.map(({ code, path }) => `${code} ${path}`);
    throw error;
  }
}

describe('files', () => {
  test('give an entity operations to upload, download and remove, and no input', () => {
    const { model } = lowerBlueprint(blueprint());
    const carrying = model.operations.filter(({ http }) => http.path.includes('image'));
    expect(carrying.map(({ name, http }) => `${http.method} ${name}`)).toEqual([
      'PUT uploadPhotoImage',
      'GET downloadPhotoImage',
      'DELETE removePhotoImage',
    ]);
    expect(carrying[0]).toMatchObject({ upload: { contentTypes: ['image/png'], maximumBytes: 2_097_152 } });
    expect(carrying[1]?.answer).toMatchObject({ status: 200, isFile: true });
    const create = model.operations.find(({ name }) => name === 'createPhoto');
    expect(create?.input.map(({ name }) => name)).toEqual(['caption']);
  });

  test.each([
    ['[read]', ['GET']],
    ['[create]', ['PUT', 'DELETE']],
    ['[list, delete]', []],
    ['{ update: {}, read: {} }', ['PUT', 'GET', 'DELETE']],
  ])('of an entity with api: %s are offered %j', (api, methods) => {
    const { model } = lowerBlueprint(blueprint().replace('    states:', `    api: ${api}\n    states:`));
    const carrying = model.operations.filter(({ http }) => http.path.includes('image'));
    expect(carrying.map(({ http }) => http.method)).toEqual(methods);
  });

  test('a file that is not optional is replaced, but not removed', () => {
    const { model } = lowerBlueprint(blueprint('', 'file'));
    expect(model.operations.map(({ name }) => name)).not.toContain('removePhotoImage');
  });

  test('a written operation replaces the derived one of its path', () => {
    const { model } = lowerBlueprint(
      blueprint(`operations:
  setImage:
    http: PUT /photos/{photo}/image
    upload: file image/png ..1MB
    do:
      - load: Photo as photo
      - require: photo.status == 'draft'
        else: 409 published_already
      - update: photo
        set: { image: input }
`),
    );
    expect(model.operations.map(({ name }) => name)).toContain('setImage');
    expect(model.operations.map(({ name }) => name)).not.toContain('uploadPhotoImage');
  });

  const operation = (lines: string) => blueprint(`operations:\n  act:\n${lines.replaceAll(/^/gm, '    ')}\n`);

  test.each([
    [
      'a file in an input',
      operation('http: POST /x\ninput: { a: file }\ndo: [{ count: Photo }]'),
      'invalid_constraint operations.act.input.a',
    ],
    [
      'an upload that is no file',
      operation('http: PUT /x\nupload: text\ndo: [{ count: Photo }]'),
      'invalid_field operations.act.upload',
    ],
    [
      'an upload with GET',
      operation('http: GET /x\nupload: file\ndo: [{ count: Photo }]'),
      'invalid_http operations.act.input',
    ],
    [
      'an upload beside an input',
      operation('http: PUT /x\nupload: file\ninput: { a: text }\ndo: [{ count: Photo }]'),
      'name_clash operations.act.upload',
    ],
    [
      'a file that may be null',
      operation('http: GET /photos/{photo}/x\ndo: [{ load: Photo }]\nanswer: { file: photo.image }'),
      'may_be_null operations.act.answer.file',
    ],
    [
      'an answer that is no file',
      operation('http: GET /photos/{photo}/x\ndo: [{ load: Photo }]\nanswer: { file: photo.caption }'),
      'not_assignable operations.act.answer.file',
    ],
  ])('%s is refused', (_, yaml, problem) => {
    expect(problemsOf(yaml)).toContain(problem);
  });
});
