import { expect, test } from 'vitest';
import { readBlueprint } from '../blueprint/read-blueprint.ts';
import { lower } from '../lowering/lower.ts';
import { createdPath, creatingOperation } from './find-operation.ts';

const modelWith = (answer: string) =>
  lower(
    readBlueprint(`
millwright: 1
name: desk
entities:
  Ticket: { fields: { title: text, code: text }, api: [list] }
operations:
  open:
    http: POST /desk/tickets
    input: { title: text }
    do:
      - create: Ticket as opened
        from: input
        set: { code: token(8) }
    answer: ${answer}
`),
  );

test.each([
  ['201', 'id', 'code'],
  ['{ body: { ticket: opened, place: 3 } }', 'ticket.id', 'ticket.code'],
  ['{ body: { number: opened.id, secret: opened.code } }', 'number', 'secret'],
])('the answer %s has the id of what was created at %s', (answer, id, code) => {
  const model = modelWith(answer);
  const operation = creatingOperation(model, 'Ticket');
  expect(operation?.name).toBe('open');
  expect(operation && createdPath(operation, 'Ticket', 'id')).toBe(id);
  expect(operation && createdPath(operation, 'Ticket', 'code')).toBe(code);
});

test('an answer without the id tells of no creation', () => {
  expect(creatingOperation(modelWith('{ body: { title: opened.title } }'), 'Ticket')).toBeUndefined();
  expect(creatingOperation(modelWith('204'), 'Ticket')).toBeUndefined();
});
